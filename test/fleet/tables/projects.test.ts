import { expect, test } from 'vitest';
import { projectsOf } from '../../../src/lib/fleet/index.ts';
import { observation, silent } from '../../plan/helpers.ts';

const shop = (state: string, ...files: string[]) => ({ project: 'shop', state, files });

const FLEET = [
  observation('s1', {
    members: [shop('running', '/a.yml'), shop('running', '/a.yml', '/b.yml'), { project: 'blog', state: 'exited' }],
  }),
  silent('s2'),
  observation('s3', {
    members: [shop('exited', '/c.yml'), shop('paused', '/a.yml'), { project: 'wiki', state: 'restarting' }],
  }),
];

test('a project is counted over all its ships, as Compose words it', () => {
  expect(projectsOf(FLEET, { all: true })).toEqual([
    { name: 'blog', status: 'exited(1)', ships: [{ ship: 's1', status: 'exited(1)' }], files: undefined },
    {
      name: 'shop',
      status: 'exited(1), paused(1), running(2)',
      ships: [
        { ship: 's1', status: 'running(2)' },
        { ship: 's3', status: 'exited(1), paused(1)' },
      ],
      files: ['/a.yml', '/b.yml', '/c.yml'],
    },
    { name: 'wiki', status: 'restarting(1)', ships: [{ ship: 's3', status: 'restarting(1)' }], files: undefined },
  ]);
});

test.each<[string, Parameters<typeof projectsOf>[1], string[]]>([
  ['what is up', { all: false }, ['shop paused(1), running(2)', 'wiki restarting(1)']],
  ['some names', { all: true, names: [/^b/, /ik/] }, ['blog exited(1)', 'wiki restarting(1)']],
  ['some ships', { all: true, ships: ['s3'] }, ['shop exited(1), paused(1)', 'wiki restarting(1)']],
])('only %s', (_, wanted, expected) => {
  expect(projectsOf(FLEET, wanted).map(({ name, status }) => `${name} ${status}`)).toEqual(expected);
});
