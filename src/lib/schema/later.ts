/** Keys of a service that are known and refused for now, with what to do instead. */
export const later = {
  dockerfile: 'write it under build',
  extends: 'copy the keys, or share them with a YAML anchor and <<',
  log_driver: 'write it as driver under logging',
  log_opt: 'write it as options under logging',
  net: 'write network_mode',
  pre_start: 'run it as a service of its own that this one depends on',
  volume_driver: 'write the driver under the top-level volumes',
};
