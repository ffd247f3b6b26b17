import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, commandLine, type Laptop, laptop, VISITS } from './laptop.ts';
import { ask, containers, idOf, inspect, told } from './seen.ts';

/** Runs a command as another user, who may read the program and the key all the same. */
const AS_STRANGER = [
  'setpriv',
  '--reuid=nobody',
  '--regid=nogroup',
  '--clear-groups',
  '--inh-caps=+dac_read_search',
  '--ambient-caps=+dac_read_search',
];

const WORKING_DIR = '(index .Config.Labels "com.docker.compose.project.working_dir")';

describeReal('a second laptop', (harbor) => {
  let first: Laptop;
  let second: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    first = laptop(harbor, 'visits', VISITS);
    second = laptop(harbor, 'visits', VISITS);
    await first.compowarm('start');
  });
  afterAll(() => {
    first.remove();
    second.remove();
  });

  const stranger = (...argv: string[]) =>
    harbor.laptop([...AS_STRANGER, ...commandLine(harbor, argv)], {
      cwd: second.folder,
      env: { ...harbor.env, HOME: '/nonexistent', USER: 'nobody' },
    });
  /** All that a deploy that does something would change. */
  const state = async () => [
    await idOf(harbor, 1, 'visits-client-1'),
    await idOf(harbor, 2, 'visits-redis-1'),
    await ask(harbor, 1, 'cat ~/.local/state/compowarm/*/visits.json'),
    await ask(harbor, 2, 'cat ~/.local/state/compowarm/*/visits.json'),
  ];
  const NOTHING = { code: 0, stdout: '', stderr: ['nothing to do: 2 containers on 2 ships are as the file says'] };

  it('with the project in another place finds nothing to do, and writes nothing', async () => {
    const before = await state();
    expect(second.folder).not.toBe(first.folder);
    expect(told(await second.compowarm('start'))).toEqual(NOTHING);
    expect(await state()).toEqual(before);
  });

  it('nor does that of another user, with another home', async () => {
    const before = await state();
    expect(told(await stranger('start'))).toEqual(NOTHING);
    expect(await state()).toEqual(before);
  });

  it('goes on where the first one left', async () => {
    expect(await inspect(harbor, 1, 'visits-client-1', WORKING_DIR)).toBe(first.folder);
    await ask(harbor, 1, 'docker rm -f visits-client-1');
    expect((await stranger('start')).code).toBe(0);
    expect(await inspect(harbor, 1, 'visits-client-1', WORKING_DIR)).toBe(second.folder);
    expect(told(await first.compowarm('start'))).toEqual(NOTHING);
    expect((await second.compowarm('down')).code).toBe(0);
    expect([await containers(harbor, 1), await containers(harbor, 2)]).toEqual([[], []]);
    expect(told(await first.compowarm('down'))).toEqual({ code: 0, stdout: '', stderr: ['nothing to do'] });
  });
});
