# Drops every packet from and to the outside when $1 is `on`, and lets them pass again when it is `off`.
drop() { iptables -t "$1" "$2" "$3" "$4" eth0 -j DROP; }
both() { drop raw "$1" PREROUTING -i && drop mangle "$1" POSTROUTING -o; }
case $1 in
  on) both -C 2>/dev/null || both -I ;;
  off) ! both -C 2>/dev/null || both -D ;;
esac
