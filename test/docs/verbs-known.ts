/** How verbs of Docker Compose differ here, besides what is said of all; without a word where they do not. */
export const offered: Record<string, string | undefined> = {
  attach: 'a status that is not the container’s is 255',
  config: 'shows the ships too',
  cp: 'the ship is found by the service; replicas on several ships are copied to at once; to this machine, `--archive` keeps owners, and no program keeps the bits that make it run as its owner',
  create: 'places first, as `start` does',
  down: 'where data would be lost, it wants a yes (`--yes`)',
  events: 'in the order of time over all ships; a ship that is lost is waited for',
  exec: 'a signal to it reaches the command; a pipe into it needs no `-T`; a status that is not the command’s is 255',
  images:
    'CREATED is when the image was made; a name that means another image by now is `<none>`; JSON is one object a line',
  kill: undefined,
  logs: 'in the order of time over all ships; with `-f` a ship that is lost is waited for, and nothing of it lost; `--tail` takes numbers and `all`',
  ls: 'one line a project over all ships of the file, with its ships; JSON is one object a line',
  pause: 'what is paused already is left alone, and is no error',
  port: 'prints the address of the ship where docker would say 0.0.0.0; without `--index` it is the lowest number that runs',
  ps: 'what a silent ship holds is listed as unknown, which is a `--status` too; commands are shown with `--no-trunc`; a status that there is not is an error',
  restart:
    'each after all that it depends on, not only after what it is restarted with; what falls over at once is a failure',
  rm: '`--force` is the same as `--yes`; the next `start` makes them again where they were',
  run: 'its container is placed as one of the service is, with its data or where its image is; a status that is not the command’s is 255',
  scale: 'where data would be lost or moved, it wants a yes (`--yes`)',
  start: 'is `up --detach`: it creates, starts, updates and replaces as well',
  stats: 'a ship that is lost is shown as such, and waited for',
  stop: 'dependents first, also across ships',
  top: 'a container that docker will not speak of is named, and makes the exit status 1',
  unpause: 'what runs already is left alone, and is no error',
  up: 'always detached; it shows its plan, and wants a yes (`--yes`) where data would be lost or moved',
  version: 'shows the engine of each ship too, where there is a file with ships; `--short` asks none',
  volumes: 'says which services use each, and lists folders that are a ship’s own too',
  wait: 'what has ended already is told too; a container is told by its name and ship',
};

const FOLLOW = 'containers run by themselves: follow them with `compowarm logs -f`';
const WHOLE = 'the file is read whole, as it will be used';
const QUIET = 'how it goes is told on standard error, which may be sent away';

/** Flags of Docker Compose that are not offered, and why: by verb, and of all verbs. */
export const withoutFlags: Record<string, Record<string, string>> = {
  config: {
    '--lock-image-digests': 'an image is looked up by the ship that pulls it',
    '--resolve-image-digests': 'an image is looked up by the ship that pulls it',
    '--models': 'models are passed over',
    '--no-consistency': WHOLE,
    '--no-env-resolution': WHOLE,
    '--no-normalize': WHOLE,
    '--no-path-resolution': WHOLE,
  },
  create: { '--quiet-pull': QUIET },
  up: {
    '--abort-on-container-exit': FOLLOW,
    '--abort-on-container-failure': FOLLOW,
    '--attach': FOLLOW,
    '--attach-dependencies': FOLLOW,
    '--menu': FOLLOW,
    '--no-attach': FOLLOW,
    '--no-color': FOLLOW,
    '--no-log-prefix': FOLLOW,
    '--timestamps': FOLLOW,
    '--exit-code-from': 'containers run by themselves: `compowarm wait` has the statuses',
    '--no-start': 'that is `compowarm create`',
    '--quiet-build': QUIET,
    '--quiet-pull': QUIET,
    '--watch': 'for work on one machine',
  },
  'all verbs': {
    '--all-resources': 'what no service uses is left alone',
    '--ansi': '`NO_COLOR`, or no terminal, is enough',
    '--compatibility': 'containers have the names of Compose v2',
    '--parallel': 'the plan says what waits for what; nothing else waits',
    '--progress': 'a terminal has a live view, everything else lines',
  },
};

/** Flags of both that mean something else here. */
export const otherFlags: Record<string, Record<string, string>> = {
  up: {
    '--detach': 'accepted: containers always run by themselves',
    '--yes': 'goes on where data would be lost or moved; nothing else is asked',
  },
  create: { '--yes': 'goes on where data would be lost or moved; nothing else is asked' },
  rm: { '--force': 'the same as `--yes`' },
  run: {
    '--detach': 'prints the name of the container',
    '--volume': 'volumes of the file and folders of the ship; nothing is brought',
  },
};
