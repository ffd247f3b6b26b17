# Gives the user $1 the login shell $2. (Written in place: a new file would need its mode and owner set.)
passwd=$(sed "s|^\($1:.*:\)[^:]*$|\1$2|" /etc/passwd)
printf '%s\n' "$passwd" >/etc/passwd
