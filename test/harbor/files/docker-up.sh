# Starts the ship's dockerd and waits until it answers. $1 is the cgroup its containers live under.
if iptables-nft -t nat -nL >/dev/null 2>&1; then variant=nft; else variant=legacy; fi
for tables in iptables ip6tables; do ln -sf "xtables-$variant-multi" "/usr/sbin/$tables"; done

dockerd --data-root /var/lib/docker --exec-root /run/docker --pidfile /run/docker.pid \
  --cgroup-parent "$1" --exec-opt native.cgroupdriver=cgroupfs >>/var/log/docker.log 2>&1 </dev/null &

for _ in $(seq 600); do
  docker version >/dev/null 2>&1 && exit
  kill -0 $! 2>/dev/null || break
  sleep 0.05
done
tail -n 20 /var/log/docker.log >&2
exit 1
