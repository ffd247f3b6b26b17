import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Network } from '../../src/lib/compose/index.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import type { PaperEngine } from '../paper/index.ts';
import { say } from '../paper/say.ts';
import { type Aboard, goAboard, refused } from './aboard.ts';

let ship: Aboard;
let engine: PaperEngine;

beforeAll(async () => {
  ship = await goAboard();
  engine = ship.paper.engine;
});
afterAll(() => ship.leave());

const FORMER: Network = { name: 'demo_sea', driver_opts: { mtu: '1400' } };

beforeEach(async () => {
  Object.assign(engine, { containers: [], networks: engine.networks.slice(0, 3) });
  delete engine.intercept;
  engine.image('web');
  await say(engine, 'network create --opt mtu=1400 demo_sea');
  await say(engine, 'run -d --name demo-web-1 --network demo_sea --network-alias web web');
  await say(engine, 'create --name demo-db-1 --network demo_sea web');
});

/** What the network is to be, and was; web joined with an alias, and how db joined is not known. */
const renew = (former?: Network): Step => ({
  ...{ id: '1', ship: 'ship1', after: [], subject: 'network demo_sea', why: '', changes: [] },
  ...{ kind: 'renew', key: 'sea', network: { name: 'demo_sea', driver_opts: { mtu: '1500' } } },
  ...(former && { former }),
  members: [
    { container: 'demo-web-1', as: { aliases: ['web'] } },
    { container: 'demo-db-1', as: null },
  ],
});

/** The network's options and the networks of each container. */
const now = () => ({
  sea: engine.networks.find(({ name }) => name === 'demo_sea')?.options,
  members: engine.containers.map(
    ({ name, networks }) => `${name} ${networks.map((one) => `${one.network}:${one.aliases}`)}`,
  ),
});
const WAS = { sea: { mtu: '1400' }, members: ['demo-web-1 demo_sea:web', 'demo-db-1 demo_sea:'] };

const INSIDE = 'network inspect --format {{range .Containers}}{{.Name}} {{end}} demo_sea';
const OUT = ['network disconnect -f demo_sea demo-web-1', 'network disconnect -f demo_sea demo-db-1'];
const IN = ['network connect --alias web demo_sea demo-web-1', 'network connect demo_sea demo-db-1'];
const short = (calls: string[]) => calls.map((call) => call.replace(/^(network create) .*(--opt \S+) .*/, '$1 $2'));
const only = (failing: RegExp) => (call: string) => (failing.test(call) ? refused : undefined);

describe('a network is made anew', () => {
  test('with all containers of the project out of it, and back in it where it is known how they joined', async () => {
    const { frames, calls } = await ship.perform(renew(FORMER));
    expect({ frames, calls: short(calls) }).toEqual({
      frames: ['begin', 'end 0'],
      calls: [INSIDE, ...OUT, 'network rm demo_sea', 'network create --opt mtu=1500', IN[0]],
    });
    expect(now()).toEqual({ sea: { mtu: '1500' }, members: ['demo-web-1 demo_sea:web', 'demo-db-1 '] });
  });

  test('though one of them has gone meanwhile', async () => {
    await say(engine, 'rm demo-db-1');
    expect((await ship.perform(renew(FORMER))).frames).toEqual(['begin', 'end 0']);
    expect(now()).toEqual({ sea: { mtu: '1500' }, members: ['demo-web-1 demo_sea:web'] });
  });

  test('but not while somebody else is in it: nobody is touched', async () => {
    await say(engine, 'run -d --name shop-web-1 --network demo_sea web');
    expect(await ship.perform(renew(FORMER))).toEqual({
      frames: ['begin', 'out shop-web-1 is in it, and not of this deploy', 'end 1'],
      calls: [INSIDE],
    });
  });

  test('and comes back as it was where it can’t be made, with its containers', async () => {
    const { frames, calls } = await ship.perform(renew(FORMER), only(/^network create .*mtu=1500/));
    expect({ frames, calls: short(calls).slice(4) }).toEqual({
      frames: ['begin', 'out Error response from daemon: no', 'end 1'],
      calls: ['network create --opt mtu=1500', 'network create --opt mtu=1400', ...IN],
    });
    expect(now()).toEqual(WAS);
  });

  test('where it can’t be removed, its containers come back into it', async () => {
    const { frames, calls } = await ship.perform(renew(), only(/^network rm/));
    expect({ frames, calls }).toEqual({
      frames: ['begin', 'out Error response from daemon: no', 'end 1'],
      calls: [INSIDE, ...OUT, 'network rm demo_sea', ...IN],
    });
    expect(now()).toEqual(WAS);
  });

  test('where nobody is in it, alone', async () => {
    await say(engine, 'rm -f demo-web-1 demo-db-1');
    const { frames } = await ship.perform({ ...renew(FORMER), members: [] } as Step);
    expect(frames).toEqual(['begin', 'end 0']);
    expect(now()).toEqual({ sea: { mtu: '1500' }, members: [] });
  });
});
