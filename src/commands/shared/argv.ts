/** Global flags that take a value, as they may stand before the verb: `compowarm -f docker.yml ps`. */
const WITH_VALUE = new Set([
  '-f',
  '--file',
  '--profile',
  '-p',
  '--project-name',
  '--project-directory',
  '--env-file',
  '--ship',
  '--ssh-config',
]);

/** All of them. */
export const GLOBAL: readonly string[] = [...WITH_VALUE, '--accept-new-host-keys'];

const HELP = new Set(['-h', '--help']);

/**
 * Moves global flags that stand before the verb behind it, where the verbs read them: Compose takes them in both places.
 * A flag for help there is the verb `help`, and so is no verb at all; a flag that is not global stays in front.
 */
export function verbFirst(argv: readonly string[]): string[] {
  let at = 0;
  while (at < argv.length && argv[at]?.startsWith('-')) {
    const flag = argv[at] ?? '';
    if (HELP.has(flag)) return ['help', ...argv.slice(at + 1)];
    if (!isGlobal(flag)) return argv.slice(at);
    at += WITH_VALUE.has(flag) ? 2 : 1;
  }
  const [verb = 'help', ...behind] = argv.slice(at);
  return [verb, ...argv.slice(0, at).map(unambiguous), ...behind];
}

/** A flag that is on or off, as Compose takes it too: `--orphans=false` is `--no-orphans`. */
export function onOrOff(argv: readonly string[], flag: string): string[] {
  const words: Record<string, string> = { [`--${flag}=true`]: `--${flag}`, [`--${flag}=false`]: `--no-${flag}` };
  return argv.map((word) => words[word] ?? word);
}

/** Behind some verbs `-f` or `-p` means something else. */
function unambiguous(word: string): string {
  const [, letter, value] = /^-([fp])(.*)$/.exec(word) ?? [];
  if (value === undefined) return word;
  const flag = letter === 'f' ? '--file' : '--project-name';
  return value === '' ? flag : `${flag}=${value.replace(/^=/, '')}`;
}

function isGlobal(flag: string): boolean {
  const name = flag.split('=')[0] ?? '';
  return WITH_VALUE.has(flag) || WITH_VALUE.has(name) || /^-[fp]./.test(flag) || name === '--accept-new-host-keys';
}
