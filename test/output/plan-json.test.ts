import { describe, expect, it, test } from 'vitest';
import { planJson, readPlan, sinceSaved } from '../../src/lib/output/index.ts';
import type { Plan, Step } from '../../src/lib/plan/index.ts';
import { plan, step } from './given.ts';

const spec = { hash: 'c0ffee', name: 'demo-web-1' } as Extract<Step, { kind: 'create' }>['spec'];

const PLAN = plan({
  steps: [
    step({ id: '1', ship: 's1', kind: 'record', subject: 'record', why: 'the intent' }),
    step({ id: '2', ship: 's1', kind: 'pull', subject: 'image web', why: 'web-1 needs it', after: ['1'] }),
    {
      ...step({
        id: '3',
        ship: 's1',
        kind: 'replace',
        subject: 'web-1',
        why: 'it differs in image',
        after: ['1', '2'],
      }),
      spec,
      order: 'start-first',
      changes: [
        { field: 'environment.KEY', old: '(masked)', new: '(masked)' },
        { field: 'image', new: 'web' },
      ],
    } as Step,
  ],
  unchanged: ['db-1'],
  adopted: [{ replica: 'db-1', ship: 's2' }],
  places: [
    { replica: 'web-1', ship: 's1', why: 'it is there' },
    { replica: 'db-1', ship: 's2', why: 'it is there' },
  ],
  unknown: [{ replica: 'cache-1', ship: 's3', why: 'no route to host' }],
  warnings: ['careful'],
  risky: ['api-1 moves from s1 to s2: fewest of this project'],
});

it('is the plan as people see it, numbered without what is housekeeping', () => {
  expect(JSON.parse(planJson(PLAN))).toEqual({
    Project: 'demo',
    Steps: [
      { ID: '1', Ship: 's1', Kind: 'pull', Subject: 'image web', Why: 'web-1 needs it', Changes: [], After: [] },
      {
        ID: '2',
        Ship: 's1',
        Kind: 'replace',
        Subject: 'web-1',
        Why: 'it differs in image',
        Changes: [
          { Field: 'environment.KEY', Old: '(masked)', New: '(masked)' },
          { Field: 'image', New: 'web' },
        ],
        After: ['1'],
        Hash: 'c0ffee',
        Order: 'start-first',
      },
    ],
    Unchanged: ['db-1'],
    Adopted: [{ Replica: 'db-1', Ship: 's2' }],
    Unknown: [{ Replica: 'cache-1', Ship: 's3', Why: 'no route to host' }],
    Risky: ['api-1 moves from s1 to s2: fewest of this project'],
    Warnings: ['careful'],
    Places: [
      { Replica: 'web-1', Ship: 's1', Why: 'it is there' },
      { Replica: 'db-1', Ship: 's2', Why: 'it is there' },
    ],
  });
});

describe('what has changed since a plan was saved', () => {
  const [intent, pull, replace] = PLAN.steps as [Step, Step, Step];
  test.each<[what: string, now: Plan, lines: string[]]>([
    ['nothing', PLAN, []],
    ['only what it warns of', plan({ ...PLAN, warnings: [] }), []],
    ['the image has come', plan({ ...PLAN, steps: [intent, replace] }), ['- s1: pull image web (web-1 needs it)']],
    [
      'a masked value, which shows in the hash alone',
      plan({ ...PLAN, steps: [intent, pull, { ...replace, spec: { ...spec, hash: 'another' } } as Step] }),
      [
        '- s1: replace web-1 (it differs in image; environment.KEY: (masked) -> (masked); image: (none) -> web)',
        '+ s1: replace web-1 (it differs in image; environment.KEY: (masked) -> (masked); image: (none) -> web)',
      ],
    ],
    [
      'another ship',
      plan({
        ...PLAN,
        steps: [intent, pull, { ...replace, ship: 's2' }],
        places: [{ replica: 'web-1', ship: 's2', why: '' }],
      }),
      [
        '- s1: replace web-1 (it differs in image; environment.KEY: (masked) -> (masked); image: (none) -> web)',
        '- place of web-1: s1',
        '- place of db-1: s2',
        '+ s2: replace web-1 (it differs in image; environment.KEY: (masked) -> (masked); image: (none) -> web)',
        '+ place of web-1: s2',
      ],
    ],
    [
      'a ship that is silent now, and what wants no yes any more',
      plan({ ...PLAN, unknown: [], risky: [] }),
      [
        '- unknown: cache-1 on s3: no route to host',
        '- wants a yes: api-1 moves from s1 to s2: fewest of this project',
      ],
    ],
    ['another project', plan({ ...PLAN, project: 'other' }), ['- project demo', '+ project other']],
  ])('%s', (_, now, lines) => {
    expect(sinceSaved(readPlan(planJson(PLAN)), now)).toEqual(lines);
  });

  test.each(['', 'null', '{}', '{"Steps":[]}', 'ship s1'])('%j is no saved plan', (text) => {
    expect(() => readPlan(text)).toThrow(SyntaxError);
  });
});
