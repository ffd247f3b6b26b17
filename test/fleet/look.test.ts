import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { type LookRequest, lookCommand, recordPath, type Section } from '../../src/lib/fleet/look.ts';
import { NONCE } from './deck.ts';
import { type Land, land, SHELLS, type Shell, titleOf, which } from './land.ts';

const ALL: Section[] = ['containers', 'neighbours', 'images', 'networks', 'volumes', 'contents'];
const request: LookRequest = { nonce: NONCE, project: 'demo', docker: ['docker'], sections: ALL };

/** A docker that says what it was asked, and has two containers of the project. */
const DOCKER = `case "$1 $2" in
'info '*) echo 'E:1 ["E:1"]' ;;
'ps -aq') echo c1; echo c2 ;;
*) for word; do printf '<%s>' "$word"; done; echo ;;
esac`;

/** A docker of which both containers are of one image, and the second is just restarting. */
const TALKING = DOCKER.replace(
  '*) for',
  `'ps -q') echo c1; echo c2 ;;
'top c2') echo "it is restarting" >&2; exit 1 ;;
'container inspect') echo sha256:1; echo sha256:1 ;;
*) for`,
);

const lands: Land[] = [];

afterEach(async () => {
  for (const place of lands.splice(0)) await place.remove();
});

test.each([
  ['for a look alone', request],
  ['with the lock and the steps to follow', { ...request, lock: 'exec 9</tmp/x' }],
  ['that tables need', { ...request, sections: ['members', 'used', 'processes'] as Section[] }],
  ['that measures', { ...request, sections: ['machine'] as Section[] }],
  ['through sudo', { ...request, docker: ['sudo', '-n', 'docker'] }],
])('the exec string holds nothing that a login shell reads: %s', (_, one) => {
  const [, inside] = /^sh -c '(.*)'$/s.exec(lookCommand(one)) ?? [];
  expect(inside).toBeTypeOf('string');
  // `$!` is the one place for a `!`: no history of any shell reads it
  expect(inside?.replaceAll('$!', '').match(/['\\!\n]/g)).toBeNull();
});

test('the record has its place under the home folder, by engine and project', () => {
  expect(recordPath('E:1', 'demo')).toEqual({
    folder: '$HOME/.local/state/compowarm/E:1',
    file: '$HOME/.local/state/compowarm/E:1/demo.json',
    store: '$HOME/.local/state/compowarm/E:1/demo',
    deploys: '$HOME/.local/state/compowarm/E:1/demo.deploys',
  });
});

const SEEN = (user: string, folder: string[] = []) => [
  'login',
  user,
  '10.0.0.9 50000 10.0.0.84 22',
  'HOME',
  'info',
  'E:1 ["E:1"]',
  ...folder,
  'record',
  '{"version":1}',
  'containers',
  '<container><inspect><--format><{{json .}}><c1><c2>',
  'neighbours',
  '<ps><-a><--no-trunc><--format><[{{json .ID}},{{json .Names}},{{json .State}},{{json .Ports}},{{json .Labels}}]>',
  'images',
  '<image><ls><--no-trunc><--digests><--format><[{{json .ID}},{{json .Repository}},{{json .Tag}},{{json .Digest}}]>',
  'networks',
  '<network><ls><--format><[{{json .Name}},{{json .Driver}},{{json .Labels}}]>',
  'volumes',
  '<volume><ls><--format><[{{json .Name}},{{json .Driver}},{{json .Labels}},{{json .Mountpoint}}]>',
  'contents',
  'c0ffee',
  'kept',
  '.cache',
  'data%2Fdb',
  'seen',
];

/** What only a look that steps follow prints: where those may put things for as long as it lasts. */
const FOLDER = ['folder', '/tmp/compowarm.XXXXXXXX'];

/** What the look printed, the marks of its sections without what all marks begin with. */
async function look(place: Land, login?: string, one = request): Promise<string[]> {
  place.env.SSH_CONNECTION = '10.0.0.9 50000 10.0.0.84 22';
  const running = place.exec(lookCommand(one), login);
  running.end();
  await running.ended;
  const plain = (line: string) =>
    line
      .replace(`@${NONCE} 0 look `, '')
      .replace(place.env.HOME ?? '', 'HOME')
      .replace(/compowarm\.\w{8}$/, 'compowarm.XXXXXXXX');
  const lines = running.lines.map(plain);
  return lines.filter((line) => line !== '');
}

async function inhabited(shell: Shell, docker?: string): Promise<Land> {
  const place = await land(shell);
  lands.push(place);
  if (docker) await place.command('docker', docker);
  const folder = path.join(place.folder, 'home/.local/state/compowarm/E:1');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'demo.json'), '{"version":1}');
  for (const name of ['demo.files/c0ffee', 'demo.data/data%2Fdb', 'demo.data/.cache'])
    await mkdir(path.join(folder, name), { recursive: true });
  return place;
}

describe.each(SHELLS.map((shell) => [titleOf(shell), shell] as const))('under %s', (_, shell) => {
  const run = shell.missing ? test.skip : test;

  run('a look prints section by section what docker says', async () => {
    const place = await inhabited(shell, DOCKER);
    expect(await look(place)).toEqual(SEEN(await whoami(place)));
  });

  run('the records of deploys before come packed, where there are some', async () => {
    const place = await inhabited(shell, DOCKER);
    const history = async () => {
      const printed = await look(place, undefined, { ...request, sections: ['history'] });
      return gunzipSync(Buffer.from(printed.slice(printed.indexOf('history') + 1, -1).join(''), 'base64')).toString();
    };
    expect(await history()).toBe('');
    const folder = path.join(place.folder, 'home/.local/state/compowarm/E:1/demo.deploys');
    await mkdir(folder);
    for (const name of ['1-a.json', '2-b.json', '+']) await writeFile(path.join(folder, name), `${name}\n`);
    expect(await history()).toBe('1-a.json\n2-b.json\n');
  });

  run('a machine tells of itself, and answers the laptop that measures how far it is', async () => {
    const place = await inhabited(shell, "echo '3 5 /'");
    const running = place.exec(lookCommand({ ...request, sections: ['machine'] }));
    await running.heard((line) => line === `@${NONCE} 0 look pulse`);
    for (const answer of ['1', '2', '3']) {
      running.write('\n');
      await running.heard((line) => line === answer);
    }
    await running.ended;
    const told = running.lines.map((line) => line.replace(`@${NONCE} 0 look `, ''));
    const shape = told.slice(told.indexOf('machine')).map((line) => line.replace(/\d+/g, '0').replace(/ +/g, ' '));
    expect(shape).toEqual([
      'machine',
      '0 0 /',
      'load',
      expect.stringMatching(/^0\.0 0\.0 0\.0 /),
      'memory',
      ...['MemTotal', 'MemFree', 'MemAvailable', 'Buffers', 'Cached'].map((key) => `${key}: 0 kB`),
      'disk',
      expect.stringMatching(/^Filesystem /),
      expect.stringMatching(/ 0 0 0 0% \/$/),
      'inodes',
      expect.stringMatching(/^Filesystem /),
      expect.stringMatching(/ \/$/),
      'pulse',
      ...['0', '0', '0'],
      expect.stringMatching(/^0\.(0|%N)$/),
      'seen',
    ]);
  });

  run('what tables need: all projects, the images of this one, and what runs in each of its containers', async () => {
    const place = await inhabited(shell, TALKING);
    const printed = await look(place, undefined, { ...request, sections: ['members', 'used', 'processes'] });
    expect(printed.slice(printed.indexOf('members'))).toEqual([
      'members',
      '<ps><-a><--filter><label=com.docker.compose.project><--filter><label=com.docker.compose.config-hash><--format><[{{json .State}},{{json .Labels}}]>',
      'used',
      '<image><inspect><--format><{{json .}}><sha256:1>',
      'processes',
      'top c1',
      '<top><c1>',
      'top c2',
      'refused c2',
      'it is restarting',
      'seen',
    ]);
  });

  run('without containers nothing is inspected', async () => {
    const place = await inhabited(shell, DOCKER.replace('echo c1; echo c2', ':'));
    const printed = await look(place, undefined, { ...request, sections: ['containers'] });
    expect(printed.slice(-2)).toEqual(['containers', 'seen']);
  });

  run('where docker fails, its own words are the last', async () => {
    const place = await inhabited(shell, 'echo "no cheese" >&2; exit 1');
    expect(await look(place)).toEqual([...SEEN(await whoami(place)).slice(0, 5), 'failed', 'no cheese']);
  });

  run('with steps to follow, the shell ends at the end of input', async () => {
    const place = await inhabited(shell, DOCKER);
    const printed = await look(place, undefined, { ...request, lock: ':' });
    expect(printed).toEqual(SEEN(await whoami(place), FOLDER));
  });

  run('a shell that hears nothing of its laptop ends by itself', async () => {
    const place = await inhabited(shell, DOCKER);
    const command = lookCommand({ ...request, lock: ':' }).replace('sleep 5', 'sleep 0.05');
    expect(await place.exec(command).ended).toEqual({ code: 0 });
  });
});

/** Login shells that are not POSIX's: they only have to hand the words on. */
describe.each(
  ['bash', 'tcsh', 'fish', 'zsh', 'ksh'].map((name) => {
    const file = which(name);
    return [file ? name : `${name} (skipped: no ${name} on this machine)`, file] as const;
  }),
)('with the login shell %s', (_, file) => {
  const run = file ? test : test.skip;
  const [dash] = SHELLS as [Shell];

  run('the look is the same', async () => {
    const place = await inhabited(dash, DOCKER);
    expect(await look(place, file)).toEqual(SEEN(await whoami(place)));
  });

  run('so is the one that steps follow', async () => {
    const place = await inhabited(dash, DOCKER);
    expect(await look(place, file, { ...request, lock: ':' })).toEqual(SEEN(await whoami(place), FOLDER));
  });
});

async function whoami(place: Land): Promise<string> {
  const running = place.run(['id', '-un']);
  await running.ended;
  return running.lines[0] ?? '';
}
