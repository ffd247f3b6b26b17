/**
 * Whether docker can take a variable from its own environment, as it has to where the value has several lines: a plain
 * name that neither docker, nor sudo, nor a shell reads. One letter is what our own shells use.
 */
export function mayExport(name: string): boolean {
  return /^[A-Za-z_]\w+$/.test(name) && !READ_BY_OTHERS.test(name);
}

const READ_BY_OTHERS = new RegExp(
  [
    // docker's client, podman's, and the language that they are written in
    '^(docker|buildkit|buildx|compose|container|containers|podman|registry|storage|otel|ssl_cert|xdg|dbus)_',
    '^go(debug|maxprocs|gc|memlimit|traceback|coverdir)?$',
    '^(http|https|ftp|all|no)_proxy$',
    // shells, what loads programs, and what calls them
    '^(ld|lc|dyld|sudo|ssh|bash|zsh|fish|malloc)_',
    '^(path|home|user|logname|shell|lang|language|term|no_color|pwd|oldpwd|tz|tmpdir|hostname|mail|mailcheck|mailpath)$',
    '^(ifs|env|shellopts|bashopts|posixly_correct|cdpath|globignore|fcedit|editor|visual|hist.*|ignoreeof|zdotdir)$',
    '^(lineno|optarg|optind|opterr|ppid|ps\\d|random|seconds|uid|euid|gid|egid|groups|funcname|shlvl|columns|lines)$',
  ].join('|'),
  'i',
);
