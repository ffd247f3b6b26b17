# Stops the ship's dockerd as a service manager would (TERM), and its containers with it.
pid=$(cat /run/docker.pid) || exit 0
kill "$pid"
while [ -d "/proc/$pid" ]; do sleep 0.05; done
