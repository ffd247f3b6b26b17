import { describe, expect, it } from 'vitest';
import { planText } from '../../src/lib/output/index.ts';
import type { Plan } from '../../src/lib/plan/index.ts';
import { plan, step } from './given.ts';

const A = '192.168.1.83';
const B = '192.168.1.84';
const SHIPS = [B, A, '192.168.1.85'];

const PLAN = plan({
  steps: [
    step({ id: '0', ship: A, kind: 'record', subject: 'record', why: 'the intent' }),
    step({ id: '1', ship: A, kind: 'network', subject: 'network demo_default', why: 'not there yet' }),
    step({ id: '2', ship: A, kind: 'volume', subject: 'volume demo_data', why: 'not there yet' }),
    step({ id: '3', ship: A, kind: 'pull', subject: 'image redis:7', why: 'not there yet' }),
    step({
      id: '4',
      ship: A,
      kind: 'create',
      subject: 'redis-1',
      why: 'not there yet; all on .83: db publishes no port, so nothing that talks to it may live elsewhere',
    }),
    step({ id: '5', ship: A, kind: 'wait', subject: 'redis-1', why: 'web depends on it' }),
    step({
      id: '6',
      ship: B,
      kind: 'replace',
      subject: 'web-1',
      why: 'it differs from the file',
      changes: [
        { field: 'image', old: 'web:6', new: 'web:7' },
        { field: 'environment.LEVEL', new: 'debug' },
        { field: 'labels.motto', old: 'two\nlines' },
        { field: 'environment.PASSWORD' },
        {
          field: 'command',
          old: 'serve --port 8080 --workers 4',
          new: 'serve --port 8080 --workers 8 --verbose --color',
        },
      ],
    }),
    step({ id: '7', ship: B, kind: 'start', subject: 'api-1', why: 'it is stopped' }),
    step({ id: '8', ship: B, kind: 'stop', subject: 'old-1', why: 'an orphan' }),
    step({ id: '9', ship: B, kind: 'remove', target: 'container', subject: 'old-1', why: 'an orphan' }),
  ],
  unchanged: ['db-1'],
  adopted: [{ replica: 'db-1', ship: '192.168.1.85' }],
  unknown: [{ replica: 'cache-1', ship: '192.168.1.86', why: 'no route to host' }],
  warnings: ['redis publishes no port: redis_ip is left out for web, which is linked to it and lives on the same ship'],
  risky: ['remove old-1, an orphan'],
});

it('is a tree by ship and step, in the order of the ships', () => {
  expect(planText(PLAN, { color: false, ships: SHIPS })).toBe(
    `ship 192.168.1.84
  -/+ replace web-1          it differs from the file
        image: web:6 -> web:7
        environment.LEVEL: (none) -> debug
        labels.motto: two\\nlines -> (none)
        environment.PASSWORD: changed
        command: serve --port 8080 --workers 4 -> serve --port 8080 --workers 8 --verbose --color
  >   start api-1            it is stopped
  .   stop old-1             an orphan
  -   remove old-1           an orphan
ship 192.168.1.83
  +   network demo_default   not there yet
  +   volume demo_data       not there yet
  ~   pull image redis:7     not there yet
  +   create redis-1         not there yet; all on .83: db publishes no port, so nothing that talks to it may live elsewhere
  ~   wait for redis-1       web depends on it

adopted: db-1 on 192.168.1.85, which docker compose made
unknown: cache-1 on 192.168.1.86: no route to host
warning: redis publishes no port: redis_ip is left out for web, which is linked to it and lives on the same ship
wants a yes: remove old-1, an orphan

1 create, 1 replace, 1 start, 1 stop, 1 remove, 1 unchanged, 1 unknown on 3 ships`,
  );
});

it('says of a replacement which container goes first, and nothing of what may not be called for', () => {
  const replace = { ship: A, kind: 'replace', why: 'it differs in image' } as const;
  const steps = [
    step({ ...replace, id: '1', subject: 'web-1', order: 'start-first' }),
    step({ ...replace, id: '2', subject: 'db-1', order: 'stop-first', forbids: 'it writes to demo_data' }),
    step({ ...replace, id: '3', subject: 'api-1', order: 'stop-first' }),
    step({ id: '4', ship: A, kind: 'retire', subject: 'web-1' }),
    step({ id: '5', ship: A, kind: 'revert', subject: 'web-1' }),
  ];
  expect(planText(plan({ steps }), { color: false, ships: [A] })).toBe(`ship ${A}
  -/+ replace web-1   it differs in image, start-first
  -/+ replace db-1    it differs in image, stop-first: it writes to demo_data
  -/+ replace api-1   it differs in image

3 replace on 1 ship`);
});

it('breaks what is wider than the terminal under where it began', () => {
  expect(planText(PLAN, { color: false, ships: SHIPS, width: 80 })).toBe(
    `ship 192.168.1.84
  -/+ replace web-1          it differs from the file
        image: web:6 -> web:7
        environment.LEVEL: (none) -> debug
        labels.motto: two\\nlines -> (none)
        environment.PASSWORD: changed
        command: serve --port 8080 --workers 4 -> serve --port 8080 --workers 8
          --verbose --color
  >   start api-1            it is stopped
  .   stop old-1             an orphan
  -   remove old-1           an orphan
ship 192.168.1.83
  +   network demo_default   not there yet
  +   volume demo_data       not there yet
  ~   pull image redis:7     not there yet
  +   create redis-1         not there yet; all on .83: db publishes no port, so
                             nothing that talks to it may live elsewhere
  ~   wait for redis-1       web depends on it

adopted: db-1 on 192.168.1.85, which docker compose made
unknown: cache-1 on 192.168.1.86: no route to host
warning: redis publishes no port: redis_ip is left out for web, which is linked
  to it and lives on the same ship
wants a yes: remove old-1, an orphan

1 create, 1 replace, 1 start, 1 stop, 1 remove, 1 unchanged, 1 unknown on 3
  ships`,
  );
});

it('is coloured when that is wanted', () => {
  const steps = PLAN.steps.filter(({ id }) => id === '2' || id === '9');
  expect(planText(plan({ steps, risky: ['remove old-1'] }), { color: true, ships: SHIPS })).toBe(
    `\u001b[1mship 192.168.1.84\u001b[22m
  \u001b[31m-\u001b[39m remove old-1       \u001b[2man orphan\u001b[22m
\u001b[1mship 192.168.1.83\u001b[22m
  \u001b[32m+\u001b[39m volume demo_data   \u001b[2mnot there yet\u001b[22m

\u001b[31mwants a yes\u001b[39m: remove old-1

1 remove on 3 ships`,
  );
});

describe('the footer', () => {
  const remove = (id: string, target: string) => step({ id, ship: A, kind: 'remove', target, subject: `${target} x` });
  const network = step({ id: 'n', ship: A, kind: 'network', subject: 'network x' });
  const create = step({ id: 'c', ship: A, kind: 'create', subject: 'x-1' });
  const record = step({ id: 'r', ship: A, kind: 'record', subject: 'record' });
  const two = ['192.168.1.83', '192.168.1.84'];
  const unknown = [{ replica: 'db-1', ship: B, why: 'silent' }];

  it.each<[Partial<Plan>, string[], string]>([
    [{ unchanged: ['a-1', 'b-1'] }, two, 'nothing to do: 2 containers on 2 ships are as the file says'],
    [{ unchanged: ['a-1'] }, [A], 'nothing to do: 1 container on 1 ship is as the file says'],
    [{ unchanged: ['a-1'], unknown }, [A], 'nothing to do: 1 container on 1 ship is as the file says; 1 unknown'],
    [{ unknown }, [A], 'nothing to do: 1 unknown'],
    [{}, two, 'nothing to do'],
    [{ steps: [record] }, two, 'nothing to do'],
    [{ steps: [network, create], unchanged: ['a-1'] }, two, '1 create, 1 unchanged on 2 ships'],
    [{ steps: [network] }, [A], '1 network on 1 ship'],
    [{ steps: [remove('1', 'container'), remove('2', 'network')] }, [A], '1 remove on 1 ship'],
    [{ steps: [remove('1', 'container'), remove('2', 'volume')] }, [A], '1 remove, 1 remove volume on 1 ship'],
    [{ steps: [remove('2', 'network')] }, [A], '1 remove network on 1 ship'],
  ])('%j on %j', (parts, ships, footer) => {
    expect(planText(plan(parts), { color: false, ships }).split('\n').at(-1)).toBe(footer);
  });
});
