import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { hold, laptopWith, VISITS } from './laptop.ts';

let fleet: PaperFleet;
let two: PaperShip;
let attached: string[];

beforeAll(async () => {
  fleet = await laptopWith(VISITS);
  await fleet.laptop(['start']);
  two = fleet.ships[1] as PaperShip;
});
afterAll(() => fleet.down());

/** From now on whoever attaches to a container of the second ship sees this of its end. */
function ends(): void {
  attached = [];
  two.engine.intercept = ({ argv }) => {
    if (argv[0] !== 'attach') return undefined;
    attached.push(argv.join(' ').replace(two.engine.container('visits-client-1').id, 'client-1'));
    return { code: 3, out: 'out\n', err: 'err\n' };
  };
}

test.each([
  ['client', 'attach --sig-proxy=false client-1'],
  ['--no-stdin --index 1 client', 'attach --sig-proxy=false --no-stdin client-1'],
  ['--detach-keys ctrl-x --sig-proxy=false client', 'attach --sig-proxy=false --detach-keys ctrl-x client-1'],
])('attach %s', async (words, command) => {
  ends();
  expect(await fleet.laptop(['attach', ...words.split(' ')])).toEqual({
    code: 3,
    signal: null,
    stdout: 'out\n',
    stderr: 'err\n',
  });
  expect(attached).toEqual([command]);
});

test('a signal reaches the container, unless it is to be left alone', async () => {
  const { reached, release } = hold(two, 'attach');
  const left = fleet.launch(['attach', '--no-sig-proxy', 'client']);
  await reached;
  left.child.kill('SIGTERM');
  expect(await left.ended).toEqual({ code: 143, signal: null, stdout: '', stderr: '' });
  release();

  let end = () => {};
  const signals: string[] = [];
  let begun = () => {};
  const begins = new Promise<void>((resolve) => {
    begun = resolve;
  });
  two.engine.intercept = async ({ argv }) => {
    if (argv.includes('kill')) {
      signals.push(argv.slice(0, 4).join(' '));
      end();
      return { code: 0, out: '', err: '' };
    }
    if (argv[0] !== 'attach') return undefined;
    begun();
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    return { code: 143, out: '', err: '' };
  };
  const passed = fleet.launch(['attach', 'client']);
  await begins;
  passed.child.kill('SIGTERM');
  expect(await passed.ended).toEqual({ code: 143, signal: null, stdout: '', stderr: '' });
  expect(signals).toEqual(['container kill --signal TERM']);
});
