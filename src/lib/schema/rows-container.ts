import type { Form } from './form.ts';
import { healthcheck } from './healthcheck.ts';
import { hooks } from './hooks.ts';
import { logging } from './logging.ts';
import type { Rows } from './row.ts';
import { row } from './row.ts';
import { command, duration, flag, mapping, text, textLike, variables, yesOrNo } from './simple.ts';

const policies = textLike(
  /^(always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+)$/,
  'write always, missing, never, build, daily, weekly or every_DURATION, such as every_12h',
);

/** `if_not_present` is an older word for missing. */
const pullPolicy: Form<string> = {
  ...policies,
  normalise: (value, context) => (value === 'if_not_present' ? 'missing' : policies.normalise(value, context)),
};

/** What one container is: its image, what runs in it, and how it lives and ends. */
export const containerRows = {
  image: row('The image that the containers are made from.', text),
  platform: row('The platform of the image, such as linux/arm64.', text),
  pull_policy: row(
    'When the image is pulled: always, missing, never, build, daily, weekly or every_DURATION.',
    pullPolicy,
    { hashed: false, composeHashed: false },
  ),
  command: row(
    'What runs instead of the image’s command: a list of words, or a text that is split as a shell would.',
    command,
    { absent: () => null },
  ),
  entrypoint: row('What runs instead of the image’s entrypoint; an empty list takes it away.', command, {
    absent: () => null,
  }),
  environment: row(
    'Variables of the container; a key without a value takes the one of this shell, or of .env.',
    variables,
    { absent: () => ({}) },
  ),
  labels: row('Labels of the container, as a map or a list of NAME=VALUE.', mapping, { absent: () => ({}) }),
  annotations: row('Annotations of the container, for its runtime, as a map or a list of NAME=VALUE.', mapping),
  container_name: row('The name of the only container, instead of PROJECT-SERVICE-NUMBER.', text),
  hostname: row('The host name inside the container.', text),
  domainname: row('The domain of the host name inside the container.', text),
  user: row('The user, or user:group, that the container runs as.', text),
  working_dir: row('The folder in the container that its command starts in.', text),
  init: row('Whether an init process runs in front of the command, which reaps what is left.', yesOrNo),
  tty: row('Whether the command has a terminal.', flag),
  stdin_open: row('Whether the command’s standard input stays open.', flag),
  restart: row(
    'When docker starts the container again: no, always, unless-stopped, on-failure[:TIMES]; deploy.restart_policy wins.',
    text,
  ),
  stop_signal: row('The signal that asks the container to stop.', text),
  stop_grace_period: row(
    'How long a container may take to stop before it is killed, such as 1m30s; docker’s own is 10s.',
    duration,
  ),
  healthcheck: row('The command that tells whether a container is healthy, and how often it is asked.', healthcheck),
  post_start: row('Commands that run in a container when start has started it.', hooks),
  pre_stop: row('Commands that run in a container before it is stopped.', hooks),
  logging: row('The driver that takes what the container prints, and its options.', logging),
} satisfies Partial<Rows>;
