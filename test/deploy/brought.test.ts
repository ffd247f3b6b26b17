import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unpacked } from '../files/tree.ts';
import { type PaperFleet, type PaperShip, paperFleet } from '../paper/index.ts';

const FILE = `name: brought
services:
  web:
    image: web
    configs: [{source: app, target: /etc/app.conf, uid: "103", mode: 0440}]
    secrets: [token]
    volumes: [./conf:/conf:ro, ./data:/data]
configs: {app: {content: text}}
secrets: {token: {environment: TOKEN}}
ships: [ship1]
`;

let fleet: PaperFleet;
let ship: PaperShip;

beforeAll(async () => {
  fleet = await paperFleet(1);
  [ship] = fleet.ships as [PaperShip];
  ship.engine.image('web');
  await writeFile(path.join(fleet.home, 'docker.yml'), FILE);
  for (const folder of ['conf', 'data']) await mkdir(path.join(fleet.home, folder));
  await writeFile(path.join(fleet.home, 'conf/a'), 'a');
});
afterAll(() => fleet.down());

/** How many execs a start was, and what it told. */
async function start(...flags: string[]) {
  const before = ship.counts.execs;
  const { code, stdout, stderr } = await fleet.laptop(['start', ...flags], { env: { TOKEN: 'hunter2' } });
  return { code, execs: ship.counts.execs - before, told: `${stdout}${stderr}` };
}

const store = async () => {
  const folder = path.join(ship.home, '.local/state/compowarm', ship.engine.id);
  return Promise.all(['files', 'data'].map((kind) => readdir(path.join(folder, `brought.${kind}`))));
};

describe('what a container is given of the laptop', () => {
  test('comes by the one exec that there is, where it is little', async () => {
    const { code, execs, told } = await start();
    expect({ code, execs }).toEqual({ code: 0, execs: 1 });
    expect(told).not.toContain('hunter2');
    const [copied] = ship.engine.container('brought-web-1').copied;
    expect(copied?.path).toBe('/');
    expect(unpacked(copied?.tar ?? Buffer.alloc(0), ['tar', '-xpf', '-', '--no-same-owner'])).toEqual([
      'etc/ 0755',
      'etc/app.conf 0440 text',
      'run/ 0755',
      'run/secrets/ 0755',
      'run/secrets/token 0444 hunter2',
    ]);
    // the folder, and what was copied, packed
    expect(await store()).toEqual([Array.from({ length: 3 }, () => expect.stringMatching(/^[0-9a-f]{64}$/)), ['data']]);
  });

  test('is not brought again', async () => {
    expect(await start()).toEqual({
      code: 0,
      execs: 1,
      told: 'nothing to do: 1 container on 1 ship is as the file says\n',
    });
  });

  test('comes by an exec of its own where it is much', async () => {
    await writeFile(path.join(fleet.home, 'conf/a'), randomBytes(200_000));
    const [before = []] = await store();
    const { code, execs } = await start();
    expect({ code, execs }).toEqual({ code: 0, execs: 2 });
    const [after = []] = await store();
    const [digest = ''] = after.filter((one) => !before.includes(one));
    const folder = path.join(ship.home, '.local/state/compowarm', ship.engine.id, 'brought.files', digest);
    expect(await readFile(path.join(folder, 'a'))).toEqual(await readFile(path.join(fleet.home, 'conf/a')));
  });

  test('stands on no command line and in no record', async () => {
    const words = ship.engine.calls.flat();
    expect(words.filter((word) => /hunter2|^text$/.test(word))).toEqual([]);
    const record = await readFile(
      path.join(ship.home, '.local/state/compowarm', ship.engine.id, 'brought.json'),
      'utf8',
    );
    expect(record).not.toContain('hunter2');
    expect(record).toContain('"name":"secrets.token"');
  });

  test('is told in a dry run by its name alone', async () => {
    await rm(path.join(fleet.home, 'conf/a'));
    const { told } = await start('--dry-run');
    const plain = told
      .replaceAll(ship.home, 'HOME')
      .replaceAll(ship.engine.id, 'ENGINE')
      .replace(/\b[0-9a-f]{64}\b/g, 'DIGEST')
      .replace(/\b[0-9a-f]{12}_/g, 'ID_');
    expect(plain.split('\n').filter((line) => !line.startsWith('docker create'))).toEqual([
      '# ship ship1',
      '# ./conf',
      '# it comes from this machine to HOME/.local/state/compowarm/ENGINE/brought.files/DIGEST',
      '# web-1',
      'docker rename brought-web-1 ID_brought-web-1',
      'gzip -dc HOME/.local/state/compowarm/ENGINE/brought.files/DIGEST HOME/.local/state/compowarm/ENGINE/brought.files/DIGEST | docker cp - brought-web-1:/',
      'docker update --restart no ID_brought-web-1',
      'docker stop ID_brought-web-1',
      'docker start brought-web-1',
      'docker rm ID_brought-web-1',
      '',
    ]);
  });

  test('a variable that is not set is said before anything is done', async () => {
    const before = ship.counts.connections;
    const { code, stderr } = await fleet.laptop(['start']);
    expect({ code, stderr: stderr.split('\n') }).toEqual({
      code: 2,
      stderr: [
        'docker.yml:9:11: secret token wants the variable TOKEN, which is not set',
        '  9 | secrets: {token: {environment: TOKEN}}',
        '    |           ^',
        '  try: set it in this shell or in .env',
        '',
      ],
    });
    expect(ship.counts.connections).toBe(before);
  });
});
