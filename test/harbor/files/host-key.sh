# The ship's host key, as known_hosts wants it.
cut -d ' ' -f 1,2 /etc/ssh/ssh_host_ed25519_key.pub
