# Run once inside a ship: builds the images from the ship's own Debian and loads them into its engine.
set -e
cd "$(mktemp -d)"

# A root of its own with busybox in it: base FOLDER
base() {
  mkdir -p "$1/usr/bin" "$1/usr/sbin" "$1/usr/lib" "$1/usr/lib64" "$1/etc" "$1/root" "$1/tmp" "$1/data"
  for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$1/$folder"; done
  chmod 1777 "$1/tmp"
  echo 'root:x:0:0:root:/root:/bin/sh' >"$1/etc/passwd"
  echo 'root:x:0:' >"$1/etc/group"
  cp /bin/busybox "$1/bin/busybox"
  chroot "$1" /bin/busybox --install -s /bin
}

# Programs and modules with the libraries they load: programs FOLDER FILE...
programs() {
  folder=$1
  shift
  for file in "$@" $(ldd "$@" 2>/dev/null | grep -o '/[^ :]*' | sort -u); do
    mkdir -p "$folder$(dirname "$file")"
    rm -f "$folder$file"
    cp -L "$file" "$folder$file"
  done
}

# load FOLDER TAG CHANGE...
load() {
  folder=$1 tag=$2
  shift 2
  tar -C "$folder" -c . | docker import "$@" - "$tag" >/dev/null
}

# The image flask:TAG, which differs from flask:latest in its command alone: variant TAG CMD
variant() {
  container=$(docker create flask:latest)
  docker commit --change "CMD $2" "$container" "flask:$1" >/dev/null
  docker rm "$container" >/dev/null
}

base busybox
load busybox busybox:latest -c 'CMD ["sh"]'

base redis
programs redis /usr/bin/redis-server /usr/bin/redis-cli
load redis redis:latest -c 'CMD ["redis-server", "--bind", "0.0.0.0", "--protected-mode", "no"]' \
  -c 'VOLUME /data' -c 'WORKDIR /data' -c 'EXPOSE 6379'

base flask
python3 -c 'import flask, redis, werkzeug.serving, encodings.idna'
programs flask $(readlink -f /usr/bin/python3)
ln -s "$(readlink -f /usr/bin/python3)" flask/usr/bin/python3
cp -a /usr/lib/python3* flask/usr/lib
rm -rf flask/usr/lib/python3*/test flask/usr/lib/python3*/lib2to3 flask/usr/lib/python3*/pydoc_data
programs flask $(find /usr/lib/python3* -name '*.so')
mkdir flask/app
cp /usr/lib/harbor/app.py /usr/lib/harbor/broken.py flask/app
load flask flask:latest -c 'CMD ["python3", "-u", "app.py"]' -c 'WORKDIR /app' -c 'EXPOSE 5000'
variant next '["python3", "-u", "app.py", "next"]'
variant broken '["python3", "-u", "broken.py"]'
