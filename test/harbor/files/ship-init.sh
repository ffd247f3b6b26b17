# Process 1 of a ship: makes the folders in $1, one over the other, the root of this mount namespace, with a copy of the Docker data
# root $2, and all that the ship named $3 writes in memory (mounted on the folder $4, which the host sees empty).
# Says `moored PID START` (as the host counts processes), and then only reaps.
set -e
PATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin
read -r pid _ </proc/self/stat
read -r stat </proc/self/stat
layers=$1 docker=$2 name=$3 memory=$4
set -- ${stat##*) }
start=${20}

mount -t tmpfs -o mode=755 tmpfs "$memory"
cp -a "$docker" "$memory/docker"
mkdir "$memory/upper" "$memory/work" "$memory/root"
mount -t overlay -o "lowerdir=$layers,upperdir=$memory/upper,workdir=$memory/work" overlay "$memory/root"
cd "$memory/root"

mount -t proc proc proc
mount --rbind /sys sys
# A ship has no AppArmor: its Docker would load profiles into the host's kernel.
if [ -d sys/kernel/security ]; then mount -t tmpfs tmpfs sys/kernel/security; fi
mount -t tmpfs -o mode=755 tmpfs run
mount --bind "$memory/docker" var/lib/docker
mount -t tmpfs -o mode=755 tmpfs dev
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,gid=5,mode=620,ptmxmode=666 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
mknod -m 666 dev/null c 1 3
mknod -m 666 dev/zero c 1 5
mknod -m 666 dev/full c 1 7
mknod -m 666 dev/random c 1 8
mknod -m 666 dev/urandom c 1 9
mknod -m 666 dev/tty c 5 0
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr

echo "$name" >etc/hostname
hostname "$name"
printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name" >etc/hosts
pivot_root . mnt
cd /
umount -l /mnt
echo "moored $pid $start"
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin /usr/bin/tini -- sleep infinity </dev/null >/dev/null 2>&1
