# Drops every packet from and to the outside when $1 is `on`, and lets them pass again when it is `off`.
case $1 in
  on) action=-I ;;
  off) action=-D ;;
esac
iptables -t raw "$action" PREROUTING -i eth0 -j DROP
iptables -t mangle "$action" POSTROUTING -o eth0 -j DROP
