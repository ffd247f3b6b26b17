/** What to write instead of keys that a service had once, or has only since Docker Compose 2.40. */
export const hints: Readonly<Record<string, string>> = {
  dockerfile: 'write it under build',
  log_driver: 'write it as driver under logging',
  log_opt: 'write it as options under logging',
  net: 'write network_mode',
  pre_start: 'run it as a service of its own that this one depends on',
  volume_driver: 'write the driver under the top-level volumes',
};
