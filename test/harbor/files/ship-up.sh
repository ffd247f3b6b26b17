# What a ship runs: its address $1, its sshd, and its dockerd with containers under the cgroup $2.
set -e
ip link set lo up
ip address add "$1/24" dev eth0
ip link set eth0 up
ssh-keygen -q -t ed25519 -N '' -C '' -f /etc/ssh/ssh_host_ed25519_key
mkdir -p /run/sshd
/usr/sbin/sshd -f /usr/lib/harbor/sshd_config -E /var/log/sshd.log
exec sh /usr/lib/harbor/docker-up.sh "$2"
