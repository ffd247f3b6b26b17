# Run once inside the freshly unpacked Debian: the few things its packages' own scripts would have done.
set -e
PATH=/usr/sbin:/usr/bin
export PATH
cp /usr/share/base-passwd/passwd.master /etc/passwd
cp /usr/share/base-passwd/group.master /etc/group
sed -i '1s|:[^:]*$|:/bin/bash|' /etc/passwd
cat >>/etc/passwd <<END
sshd:*:100:65534::/run/sshd:/usr/sbin/nologin
deploy:*:1000:1000::/home/deploy:/bin/bash
nodocker:*:1001:1001::/home/nodocker:/bin/bash
END
cat >>/etc/group <<END
docker:*:999:deploy
deploy:*:1000:
nodocker:*:1001:
END
sed 's/^\([^:]*\):.*/\1:*:19000:0:99999:7:::/' /etc/passwd >/etc/shadow
sed -i 's/^\([^:]*\):\*:/\1:x:/' /etc/passwd
chmod 640 /etc/shadow
mkdir -p /home/deploy /home/nodocker /var/lib/docker /var/log /etc/ssh /etc/docker
chown 1000:1000 /home/deploy
chown 1001:1001 /home/nodocker
chmod 1777 /tmp
rm -r /var/run
ln -s /run /var/run
ln -sf mawk /usr/bin/awk
printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files\n' >/etc/nsswitch.conf
# Nobody answers there, and says so at once: an unknown name is no wait.
echo 'nameserver 192.168.1.1' >/etc/resolv.conf
ldconfig
mknod /dev/null c 1 3
ssh-keygen -q -t ed25519 -N '' -C laptop -f /etc/ssh/laptop
cp /etc/ssh/laptop.pub /etc/ssh/authorized_keys
mkdir /usr/lib/harbor/busybox
ln -s /bin/busybox /usr/lib/harbor/busybox/sh
