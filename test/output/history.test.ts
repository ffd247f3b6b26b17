import { expect, test } from 'vitest';
import type { Deed } from '../../src/lib/docker/index.ts';
import { historyJson, historyTable } from '../../src/lib/output/index.ts';
import { record } from '../plan/helpers.ts';

const NOW = Date.parse('2024-05-03T10:00:00Z');

const deed = (kind: string, subject: string, end: Deed['end'] = 'done'): Deed => ({ kind, ship: 's1', subject, end });

const deploys = [
  record({ generation: 5, deploy: 'eeeeeeee', outcome: 'begun', files: ['docker.yml', 'more.yml'] }),
  record({
    ...{ generation: 4, deploy: 'dddddddd', files: ['docker.yml'], verb: 'rollback to aaaaaaaa' },
    changed: [deed('tag', 'image app'), deed('replace', 'web-1'), deed('replace', 'web-2')],
  }),
  record({
    ...{ generation: 3, deploy: 'cccccccc', outcome: 'failed', files: ['docker.yml'], who: 'you@desk' },
    changed: [
      deed('create', 'db-1'),
      deed('replace', 'web-1', 'failed'),
      deed('start', 'web-1', 'unknown'),
      deed('create', 'api-1', 'skipped'),
    ],
  }),
  record({
    ...{ generation: 2, deploy: 'bbbbbbbb', files: ['docker.yml'], verb: 'down' },
    changed: [deed('stop', 'web-1'), { ...deed('remove', 'demo-web-1'), target: 'container' }],
  }),
  record({ generation: 1, deploy: 'aaaaaaaa', when: '2024-05-03T09:59:30Z' }),
];

test('for people: the one in force has a star, and one of an older version says what it can', () => {
  expect(historyTable(deploys, { current: 'dddddddd', now: NOW })).toBe(
    [
      'DEPLOY       WHEN             WHO         FILES                  CHANGED                            ENDED',
      '  eeeeeeee   2 days ago       me@laptop   docker.yml, more.yml                                      unfinished',
      '* dddddddd   2 days ago       me@laptop   docker.yml             rollback to aaaaaaaa: 2 replaced   done',
      '  cccccccc   2 days ago       you@desk    docker.yml             1 created                          failed: web-1',
      '  bbbbbbbb   2 days ago       me@laptop   docker.yml             down: 1 stopped, 1 removed         done',
      '  aaaaaaaa   30 seconds ago   me@laptop                                                             done',
    ].join('\n'),
  );
});

test('for people on a narrow terminal: ids stay whole', () => {
  expect(historyTable(deploys.slice(1, 3), { current: undefined, now: NOW, width: 80 })).toBe(
    [
      'DEPLOY      WHEN        WHO        FILES       CHANGED               ENDED',
      '  dddddddd  2 days ago  me@laptop  docker.yml  rollback to aaaaaaa…  done',
      '  cccccccc  2 days ago  you@desk   docker.yml  1 created             failed: we…',
    ].join('\n'),
  );
});

test('without deploys: the head alone', () => {
  expect(historyTable([], { current: undefined, now: NOW })).toBe('DEPLOY   WHEN   WHO   FILES   CHANGED   ENDED');
  expect(historyJson([], { current: undefined })).toBe('');
});

test('for programs: one object a line, with a step each', () => {
  const lines = historyJson(deploys, { current: 'dddddddd' }).split('\n');
  expect(lines).toHaveLength(5);
  expect(JSON.parse(lines[1] ?? '')).toEqual({
    Changed: 'rollback to aaaaaaaa: 2 replaced',
    Deploy: 'dddddddd',
    Ended: 'done',
    Files: ['docker.yml'],
    Generation: 4,
    InForce: true,
    Steps: deploys[1]?.changed,
    Verb: 'rollback to aaaaaaaa',
    When: '2024-05-01T10:00:00Z',
    Who: 'me@laptop',
  });
  expect(JSON.parse(lines[4] ?? '')).toMatchObject({
    Changed: '',
    Files: [],
    InForce: false,
    Steps: [],
    Verb: 'start',
  });
});
