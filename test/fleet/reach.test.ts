import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { listenCommand, tryFrom } from '../../src/lib/fleet/index.ts';
import { trialScript } from '../../src/lib/fleet/reach.ts';
import { Problem } from '../../src/lib/problem.ts';
import type { End, Session } from '../../src/lib/ships/index.ts';
import { ship } from '../plan/helpers.ts';
import { type Land, land, SHELLS, type Shell, titleOf, which } from './land.ts';

/** A docker whose containers are folders with the only commands that they have. */
const DOCKER = `case $1 in
exec) c=$2; shift 3 ;;
run) c=$7; shift 7 ;;
esac
[ -e "$PLACE/$c/sh" ] || { echo "OCI runtime exec failed: no sh" >&2; exit 126; }
PATH=$PLACE/$c exec "$PLACE/$c/sh" "$@"`;

/** What containers may have to connect with, and where that is on this machine. */
const TOOLS: [tools: string, files: Record<string, string | undefined>][] = [
  ['the nc of busybox', { nc: which('busybox') }],
  ['bash', { bash: which('bash'), timeout: which('timeout') }],
  ['python', { python3: spawnSync('python3', ['-c', 'import sys; print(sys.executable)']).stdout?.toString().trim() }],
  ['perl', { perl: which('perl') }],
  ['node', { node: process.execPath }],
];

const places: Land[] = [];
const server = net.createServer((socket) => socket.end());
let open: number;
let shut: number;

beforeAll(async () => {
  const other = net.createServer();
  for (const one of [server, other]) await once(one.listen(0, '127.0.0.1'), 'listening');
  [open, shut] = [server, other].map((one) => (one.address() as AddressInfo).port) as [number, number];
  other.close();
});
afterAll(() => server.close());
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove();
});

/** What is said of trials from containers that have these commands. */
async function said(
  shell: Shell,
  containers: Record<string, Record<string, string>>,
  groups: Parameters<typeof trialScript>[0],
) {
  const place = await land(shell);
  places.push(place);
  await place.command('docker', DOCKER.replaceAll('$PLACE', place.folder));
  for (const [container, commands] of Object.entries(containers)) {
    await mkdir(path.join(place.folder, container));
    for (const [name, file] of Object.entries(commands)) await symlink(file, path.join(place.folder, container, name));
  }
  const running = place.exec(listenCommand({ docker: ['docker'] }, trialScript(groups)));
  await running.ended;
  return running.lines.sort();
}

const to = (port: number) => ({ address: '127.0.0.1', port });
const inside = (container: string) => ['exec', container, 'sh'];
const beside = (image: string) => ['run', '--rm', '--network', 'it', '--entrypoint', 'sh', image];

const [dash] = SHELLS as [Shell];

for (const [tools, files] of TOOLS) {
  const missing = Object.values(files).every(Boolean) ? '' : ' (skipped: not on this machine)';
  const run = missing ? test.skip : test;
  run(`a container connects with ${tools}${missing}`, async () => {
    const containers = { it: { sh: dash.file, ...(files as Record<string, string>) } };
    const told = await said(dash, containers, [{ shells: [inside('it')], to: [to(open), to(shut)] }]);
    const at = (port: number) => told.find((line) => line.startsWith(`0 127.0.0.1 ${port} `));
    expect([told.length, at(open), at(shut)]).toEqual([
      2,
      `0 127.0.0.1 ${open} yes`,
      expect.stringMatching(/ no .*refused/i),
    ]);
  });
}

for (const shell of SHELLS) {
  const run = shell.missing ? test.skip : test;
  run(`what has no shell, or nothing to connect with, is helped by the next: ${titleOf(shell)}`, async () => {
    const sh = { sh: dash.file };
    const containers = { bare: {}, poor: sh, rich: { ...sh, node: process.execPath } };
    const trials = [
      { shells: [inside('bare'), beside('poor'), beside('rich')], to: [to(open)] },
      { shells: [inside('bare'), beside('poor')], to: [to(open)] },
      { shells: [inside('bare')], to: [to(open)] },
    ];
    expect(await said(shell, containers, trials)).toEqual([
      `0 127.0.0.1 ${open} yes`,
      '1 none',
      '2 OCI runtime exec failed: no sh',
    ]);
  });
}

/** A session in which a command prints these lines and ends so; or that is lost before. */
function session(lines: string[], end: End | Problem): Session {
  const open = async () => {
    if (end instanceof Problem) throw end;
    return {
      onLine: (hear: (line: string) => void) => lines.forEach(hear),
      ended: Promise.resolve(end),
      end: () => {},
    };
  };
  return { open } as unknown as Session;
}

test.each<[string, string[], End | Problem, { outcome: string; words: string }]>([
  ['it was reached', ['0 127.0.0.1 1 yes'], { code: 0 }, { outcome: 'reached', words: '' }],
  ['it was not', ['0 127.0.0.1 1 no timed out'], { code: 0 }, { outcome: 'failed', words: 'timed out' }],
  ['it was not, and nothing is said of why', ['0 127.0.0.1 1 no '], { code: 0 }, { outcome: 'failed', words: '' }],
  [
    'nothing can connect',
    ['0 none'],
    { code: 0 },
    { outcome: 'untried', words: 'no image there has anything to connect with' },
  ],
  ['docker refuses', ['0 a', '0 no sh', '0 b'], { code: 0 }, { outcome: 'untried', words: 'b' }],
  ['it takes too long', ['stray'], { code: 1 }, { outcome: 'untried', words: 'the ship did not say within 60 s' }],
  ['the connection is lost', [], 'lost', { outcome: 'untried', words: 'the connection was lost' }],
  ['it was lost before', [], new Problem({ what: 'no more' }), { outcome: 'untried', words: 'no more' }],
])('what comes of a trial: %s', async (_, lines, end, expected) => {
  const trial = { shells: [inside('it')], to: to(1) };
  expect(await tryFrom(ship('s1'), session(lines, end), [trial])).toEqual([expected]);
});

test('trials from one container are made in one shell, and told apart', async () => {
  const trials = [
    { shells: [inside('it')], to: to(1) },
    { shells: [inside('other')], to: to(1) },
    { shells: [inside('it')], to: to(12) },
  ];
  const lines = ['0 127.0.0.1 12 no', '1 none', '0 127.0.0.1 1 yes'];
  expect((await tryFrom(ship('s1'), session(lines, { code: 0 }), trials)).map(({ outcome }) => outcome)).toEqual([
    'reached',
    'untried',
    'failed',
  ]);
});
