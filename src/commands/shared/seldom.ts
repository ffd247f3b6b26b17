const MAKING = ['always-recreate-deps', 'keep-failed', 'no-recreate', 'renew-anon-volumes', 'wait-timeout'];

/** Flags that are seldom wanted, by verb: help that would be longer than a screen only names them. */
export const seldom: Readonly<Record<string, readonly string[]>> = {
  start: [...MAKING, 'detach', 'lock-wait', 'no-build', 'ship-files', 'timeout'],
  plan: [...MAKING, 'json', 'no-build', 'timeout'],
  run: [
    ...['build', 'cap-add', 'cap-drop', 'dry-run', 'env-from-file', 'interactive', 'label', 'lock-wait', 'name'],
    ...['no-deps', 'publish', 'pull', 'quiet', 'quiet-build', 'quiet-pull', 'remove-orphans', 'ship-files', 'tty'],
    ...['use-aliases', 'volume', 'workdir', 'yes'],
  ],
};
