import { formatDuration, parseDuration } from './duration.ts';
import type { Key, Merge, NormaliseContext, Row, Shape } from './row.ts';
import { duration, either, integer, list, nothing, object, text, words, yesOrNo } from './shapes.ts';
import type { Healthcheck } from './types.ts';
import { readBoolean, readInteger, readWords } from './values.ts';

type Rows<K extends Key> = { [P in K]: Row<P> };

const deep: Merge = { kind: 'deep' };
const replace: Merge = { kind: 'replace' };

/** A row whose value is a text that docker takes as it is when it is `like` this. */
function textRow(doc: string, like: RegExp, remedy: string) {
  const normalise = (value: unknown, { fail }: NormaliseContext): string =>
    like.test(value as string) ? (value as string) : fail([], `docker does not take "${value}"`, remedy);
  return { shape: text, merge: deep, normalise, hashed: true, doc };
}

const healthcheck: Shape = object(
  {
    test: either('text or a list of words', text, list(text, 'a list of words')),
    interval: duration,
    timeout: duration,
    retries: integer(0),
    start_period: duration,
    start_interval: duration,
    disable: yesOrNo,
  },
  'a map with test, interval, timeout, retries',
);

function normaliseHealthcheck(value: unknown, { fail }: NormaliseContext): Healthcheck {
  const { test, retries, disable, ...durations } = value as Record<string, unknown>;
  const form = Array.isArray(test) ? (test as string[]) : undefined;
  if (form && !['CMD', 'CMD-SHELL', 'NONE'].includes(form[0] ?? '')) {
    fail(
      ['test'],
      'the list begins with none of CMD, CMD-SHELL and NONE',
      `write ["CMD", ${form.map((word) => JSON.stringify(word)).join(', ')}]`,
    );
  }
  if (form && form.length < 2 && form[0] !== 'NONE')
    fail(['test'], `nothing stands after ${form[0]}`, 'name the command that tells whether the service is well');
  return {
    ...(test !== undefined && { test: form ?? ['CMD-SHELL', test as string] }),
    ...Object.fromEntries(Object.entries(durations).map(([key, said]) => [key, canonicalDuration(said)])),
    ...(retries !== undefined && { retries: readInteger(retries) as number }),
    ...(disable !== undefined && { disable: readBoolean(disable) as boolean }),
  };
}

function canonicalDuration(value: unknown): string {
  return formatDuration(parseDuration(value as string));
}

/** What one container is: its image, what runs in it, and how it lives and ends. */
export const containerRows: Rows<
  | 'image'
  | 'command'
  | 'entrypoint'
  | 'container_name'
  | 'hostname'
  | 'user'
  | 'working_dir'
  | 'restart'
  | 'stop_signal'
  | 'stop_grace_period'
  | 'healthcheck'
> = {
  image: textRow('The image that the containers are made from.', /^[\w][\w.\-/:@]*$/, 'write [HOST/]NAME[:TAG]'),
  command: {
    shape: either('text or a list of words', words, nothing),
    merge: replace,
    normalise: readWords,
    absent: () => null,
    hashed: true,
    doc: 'What runs instead of the image’s command: a list of words, or a text that is split as a shell would.',
  },
  entrypoint: {
    shape: either('text or a list of words', words, nothing),
    merge: replace,
    normalise: readWords,
    absent: () => null,
    hashed: true,
    doc: 'What runs instead of the image’s entrypoint; an empty list takes it away.',
  },
  container_name: textRow(
    'The name of the only container, instead of PROJECT-SERVICE-NUMBER.',
    /^[a-zA-Z0-9][\w.-]+$/,
    'begin with a letter or digit; go on with letters, digits, dots, dashes and underscores',
  ),
  hostname: textRow(
    'The host name inside the container.',
    /^[a-zA-Z0-9]([\w.-]*[a-zA-Z0-9])?$/,
    'use letters, digits, dots and dashes',
  ),
  user: textRow(
    'The user, or user:group, that the container runs as.',
    /^[^-\s][^\s]*$/,
    'write USER or USER:GROUP, names or numbers',
  ),
  working_dir: textRow(
    'The folder in the container that its command starts in.',
    /^\//,
    'write an absolute path in the container',
  ),
  restart: textRow(
    'When docker starts the container again: no, always, unless-stopped, on-failure[:TIMES].',
    /^(no|always|unless-stopped|on-failure(:\d+)?)$/,
    'write "no", always, unless-stopped or on-failure[:TIMES]',
  ),
  stop_signal: textRow(
    'The signal that asks the container to stop.',
    /^(\d{1,2}|(SIG)?[A-Z][A-Z0-9]*([+-]\d+)?)$/,
    'write a signal such as SIGINT',
  ),
  stop_grace_period: {
    shape: duration,
    merge: deep,
    normalise: canonicalDuration,
    hashed: true,
    doc: 'How long a container may take to stop before it is killed, such as 1m30s; docker’s own is 10s.',
  },
  healthcheck: {
    shape: healthcheck,
    merge: { kind: 'deep', keys: { test: replace } },
    normalise: normaliseHealthcheck,
    hashed: true,
    doc: 'The command that tells whether a container is healthy, and how often it is asked.',
  },
};
