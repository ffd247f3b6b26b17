import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { standing } from '../files/tree.ts';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, commandLine, type Laptop, laptop } from './laptop.ts';
import { ask, askLines } from './seen.ts';

const FILE = `name: files
services:
  web:
    image: busybox
    command: sleep 3600
    stop_signal: SIGKILL
    network_mode: none
    deploy: {replicas: 3, placement: {max_replicas_per_node: 1}}
ships: [192.168.1.83, 192.168.1.84, 192.168.1.85]
`;

describeReal('cp', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'files', FILE);
    const source = join(here.folder, 'conf');
    mkdirSync(join(source, 'deep'), { recursive: true });
    writeFileSync(join(source, 'a'), 'text', { mode: 0o640 });
    writeFileSync(join(source, 'deep', 'run'), '#!/bin/sh\n', { mode: 0o755 });
    symlinkSync('deep/run', join(source, 'link'));
    await here.compowarm('start');
  });
  afterAll(() => here.remove());

  const within = (ship: number, shellText: string) =>
    askLines(harbor, ship, `docker exec files-web-${ship} ${shellText}`);

  it('to all replicas on all ships, in a folder under a new name, links and modes kept', async () => {
    const { code, stderr } = await here.compowarm('cp', 'conf', 'web:/etc/app');
    const said = [1, 2, 3].map((n) => `copied 14 bytes to web-${n} on 192.168.1.8${n + 2}`);
    expect({ code, said: stderr.trimEnd().split('\n').sort() }).toEqual({ code: 0, said });
    const all = ['/etc/app', '/etc/app/a', '/etc/app/deep', '/etc/app/deep/run', '/etc/app/link'];
    for (const ship of [1, 2, 3]) expect(await within(ship, 'find /etc/app')).toEqual(all);
    expect(await within(2, `sh -c "stat -c '%a %n' /etc/app/a /etc/app/deep/run; readlink /etc/app/link"`)).toEqual([
      '640 /etc/app/a',
      '755 /etc/app/deep/run',
      'deep/run',
    ]);
  });

  it('to one of them, in a folder that is there', async () => {
    const { stderr } = await here.compowarm('cp', '--index', '3', 'conf', 'web:/etc/app');
    expect(stderr).toBe('copied 14 bytes to web-3 on 192.168.1.85\n');
    expect(await within(3, 'find /etc/app/conf')).toHaveLength(5);
  });

  it('back again from one of them, which need not run', async () => {
    await ask(harbor, 3, 'docker kill files-web-3');
    const { stderr } = await here.compowarm('cp', '--index', '3', 'web:/etc/app/conf/.', 'back');
    expect(stderr).toBe('copied 14 bytes from web-3 on 192.168.1.85\n');
    expect(standing(join(here.folder, 'back'))).toEqual([
      'a 0640 text',
      'deep/ 0755',
      'deep/run 0755 #!/bin/sh\n',
      'link -> deep/run',
    ]);
    await here.compowarm('cp', '-L', '--index', '3', 'web:/etc/app/link', 'program');
    expect(readFileSync(join(here.folder, 'program'), 'utf8')).toBe('#!/bin/sh\n');
    await ask(harbor, 3, 'docker start files-web-3');
  });

  it('with owners, where that is said', async () => {
    await within(1, 'sh -c "echo x >/tmp/theirs; chown 33:44 /tmp/theirs"');
    await here.compowarm('cp', '-a', 'web:/tmp/theirs', 'theirs');
    const { uid, gid } = statSync(join(here.folder, 'theirs'));
    expect([uid, gid]).toEqual([33, 44]);
  });

  it('as a tar, through a link to a folder, and much of it', async () => {
    await within(2, 'sh -c "mkdir /tmp/real; ln -s real /tmp/via"');
    const shell = [
      'mkdir big && head -c 50000000 /dev/urandom >big/file',
      `tar -c big | ${commandLine(harbor, ['cp', '--index', '2', '-', 'web:/tmp/via']).join(' ')}`,
      `${commandLine(harbor, ['cp', '--index', '2', 'web:/tmp/real/big', '-']).join(' ')} | tar -xO | cmp - big/file && echo same`,
    ].join('\n');
    const { stdout, stderr } = await harbor.laptop(['sh', '-c', shell], { cwd: here.folder });
    expect(stdout).toBe('same\n');
    expect(stderr.split('\n').map((line) => line.replace(/^copied 47.7 MiB /, ''))).toEqual([
      'to web-2 on 192.168.1.84',
      'from web-2 on 192.168.1.84',
      '',
    ]);
  });

  it('what can not be done is told with the ship, in docker’s words', async () => {
    const { code, stderr } = await here.compowarm('cp', '--index', '2', 'web:/none', 'x');
    expect({ code, stderr: stderr.replace(/Error: No such container:path: .*|Error response.*/, '...') }).toEqual({
      code: 1,
      stderr: "ship 192.168.1.84: /none of files-web-2 can't be copied\n  why: ...\n",
    });
    expect(await here.compowarm('cp', '--index', '2', 'conf/a', 'web:/none/a')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ship 192.168.1.84: not all was copied to /none of files-web-2\n'),
    });
  });
});
