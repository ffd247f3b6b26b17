import { describe, expect, test } from 'vitest';
import { flags } from '../../src/lib/schema/flags.ts';
import { composeOrder, hints, inputs, type NormaliseContext, table } from '../../src/lib/schema/index.ts';

/** The keys of a service in the Compose Specification. */
const specified =
  `annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name cpu_count
  cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec depends_on deploy
  develop device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends
  external_links extra_hosts gpus group_add healthcheck hostname image init ipc isolation label_file labels links logging
  mac_address mem_limit mem_reservation mem_swappiness memswap_limit models network_mode networks oom_kill_disable
  oom_score_adj pid pids_limit platform ports post_start pre_start pre_stop privileged profiles provider pull_policy
  pull_refresh_after read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period
  stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volumes volumes_from working_dir`
    .split(/\s+/)
    .sort();
const ours = ['ships'];
const legacy = ['dockerfile', 'log_driver', 'log_opt', 'net', 'volume_driver'];

const rows = [...Object.entries(table), ...Object.entries(inputs)];

describe('the table of keys', () => {
  test('and those with a hint are all keys of the specification, the legacy format, and ours, but for extends', () => {
    const all = [...rows.map(([key]) => key), ...Object.keys(hints)].sort();
    expect([...all, 'extends'].sort()).toEqual([...specified, ...ours, ...legacy].sort());
  });

  test.each(rows)('%s has one line of doc', (_, { doc }) => {
    expect(doc).toMatch(/^[A-Z].{10,140}\.$/);
  });

  test('holds docker’s flags of each key that has some', () => {
    const said = Object.entries(table).flatMap(([key, row]) => (row.flags ? [[key, row.flags]] : []));
    const known = Object.entries(flags).filter(([key]) => key in table);
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(known));
  });

  test('leaves out of the hash what makes no other container', () => {
    const unhashed = Object.entries(table).filter(([, { hashed, update }]) => !hashed && !update);
    expect(unhashed.map(([key]) => key).sort()).toEqual([
      'attach',
      'build',
      'depends_on',
      'deploy',
      'develop',
      'models',
      'profiles',
      'provider',
      'pull_policy',
      'scale',
      'ships',
    ]);
  });

  test('leaves out of the hash what is changed in the container that is there, which docker update has a flag for', () => {
    const flagged = Object.entries(table).flatMap(([, { update, hashed, flags }]) =>
      update ? [[flags?.flag, hashed]] : [],
    );
    expect(Object.fromEntries(flagged)).toEqual({
      '--cpu-period': false,
      '--cpu-quota': false,
      '--cpu-rt-period': false,
      '--cpu-rt-runtime': false,
      '--cpu-shares': false,
      '--cpus': false,
      '--cpuset-cpus': false,
      '--memory': false,
      '--memory-reservation': false,
      '--memory-swap': false,
      '--pids-limit': false,
      '--restart': false,
    });
  });

  test('leaves out of Compose’s hash what Compose leaves out, and our own key', () => {
    const unhashed = Object.entries(table).filter(([, { composeHashed }]) => !composeHashed);
    expect(unhashed.map(([key]) => key).sort()).toEqual([
      'build',
      'depends_on',
      'profiles',
      'pull_policy',
      'scale',
      'ships',
    ]);
  });

  test('has a place in Compose’s order for each key that Compose knows', () => {
    const known = rows.map(([key]) => key).filter((key) => !['ships', 'pull_refresh_after'].includes(key));
    expect([...composeOrder].sort()).toEqual(known.sort());
  });
});

describe('a row', () => {
  const origins: [unknown, unknown][] = [];
  const context: NormaliseContext = {
    shape: 'services',
    fail: (path, what) => {
      throw new Error(`${path.join('.')}: ${what}`);
    },
    from: (canonical, written) => void origins.push([canonical, written]),
    variable: () => undefined,
    absolute: (_, text) => `/project/${text}`,
  };

  test('tells where a value was written that now stands elsewhere', () => {
    origins.length = 0;
    table.ports.normalise(['80-81:80-81', '90'], context);
    table.environment.normalise(['A=1'], context);
    expect(origins).toEqual([
      [[1], [0]],
      [[2], [1]],
      [['A'], [0]],
    ]);
  });

  test('tells where below its key it cannot read a value', () => {
    expect(() => table.links.normalise(['db', 'a:b:c'], context)).toThrow('1: "a:b:c" is not a link');
  });
});
