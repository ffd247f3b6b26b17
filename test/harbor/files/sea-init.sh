# Holds the network of the laptop: one bridge that all ships are on, and no way out. $1 is the root that `ip` comes from.
set -e
export PATH="$PATH:/usr/sbin:/sbin"
chroot "$1" /bin/sh -c '
  ip link set lo up
  ip link add quay type bridge
  ip address add 192.168.1.1/24 dev quay
  ip link set quay up'
echo open
exec sleep infinity >/dev/null 2>&1
