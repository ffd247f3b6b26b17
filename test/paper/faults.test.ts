import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, newClient, open, raise, sh, tidy } from './client.ts';
import { newKeys } from './index.ts';

afterEach(tidy);

describe('faults', () => {
  test('a key is refused', async () => {
    const message = 'All configured authentication methods failed';
    const stranger = newKeys().private;
    await expect(connect(await raise(), stranger)).rejects.toThrow(message);
    await expect(connect(await raise({ faults: { refuseAuth: true } }))).rejects.toThrow(message);
  });

  test('there is no docker', async () => {
    const ship = await raise({ faults: { noDocker: true } });
    expect(await sh(ship, 'command -v docker || command -v cat >/dev/null')).toEqual({ code: 0, out: '', err: '' });
    expect((await sh(ship, 'docker ps')).code).toBe(127);
  });

  test.each([
    [
      'denied',
      'Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: ' +
        'Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.24/info": dial unix /var/run/docker.sock: connect: permission denied',
    ],
    ['stopped', 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'],
  ] as const)('the daemon is %s', async (fault, why) => {
    const ship = await raise({ faults: { [fault]: true } });
    expect(await sh(ship, 'docker ps -q')).toEqual({ code: 1, out: '', err: `${why}\n` });
    expect(await sh(ship, "docker version --format '{{json .Server}}'")).toEqual({
      code: 1,
      out: 'null\n',
      err: `${why}\n`,
    });
    expect(await sh(ship, "docker info --format '{{json .ServerErrors}}'")).toEqual({
      code: 0,
      out: `${JSON.stringify([why])}\n`,
      err: '',
    });
    expect(await sh(ship, "docker info --format '{{.ID}}'")).toEqual({
      code: 1,
      out: '',
      err: 'template: :1:2: executing "" at <.ID>: reflect: indirection through nil pointer to embedded struct field Info\n',
    });
    ship.engine.version = '28.2.2';
    expect(await sh(ship, "docker info --format '{{.ID}}'")).toEqual({ code: 1, out: '\n', err: `${why}\n` });
  });

  test('a silent ship takes the connection and says nothing', async () => {
    const ship = await raise({ faults: { silent: true } });
    const client = newClient();
    const error = await new Promise<Error>((resolve) => {
      client.on('error', resolve);
      client.connect({ host: ship.host, port: ship.port, username: 'paper', readyTimeout: 100 });
    });
    expect(error.message).toBe('Timed out while waiting for handshake');
    expect(ship.counts).toMatchObject({ connections: 1, execs: 0 });
  });

  test('the connection drops after so many bytes of input have reached the shell', async () => {
    const ship = await raise({ faults: { dropAfter: { stdin: 7 } } });
    const said = await sh(ship, 'cat >got', 'one two three\n');
    await ship.idle();
    expect(said.code).toBeUndefined();
    expect(await readFile(`${ship.home}/got`, 'utf8')).toBe('one two');
  });

  test('the connection drops after so many frames of output', async () => {
    const ship = await raise({ faults: { dropAfter: { frames: 2 } } });
    const said = await sh(ship, "printf '@n 1 begin\\nplain @\\n@n 1 end 0\\n@n 2 begin\\n'; cat");
    expect(said).toEqual({ code: undefined, out: '@n 1 begin\nplain @\n@n 1 end 0\n', err: '' });
  });

  test('the connection drops after so many bytes on the wire', async () => {
    const ship = await raise({ faults: { dropAfter: { bytes: 500 } } });
    await expect(connect(ship)).rejects.toThrow('closed');
    expect(ship.counts).toMatchObject({ connections: 1, execs: 0 });
  });

  test('a connection is cut from outside', async () => {
    const ship = await raise();
    const shell = await open(await connect(ship), 'echo before; cat');
    await shell.heard('before\n');
    ship.cut();
    expect(await shell.ended).toEqual({ code: undefined, out: 'before\n', err: '' });
  });
});

test('latency holds every byte back, and round trips are counted by what caused what', async () => {
  const ship = await raise({ faults: { rttMs: 60 } });
  const client = await connect(ship);
  const { channel, heard } = await open(client, 'while read -r line; do echo "$line"; done');
  const before = ship.counts.roundTrips;
  for (const line of ['one\n', 'two\n', 'three\n']) {
    channel.write(line);
    await heard(line);
  }
  expect(ship.counts.roundTrips - before).toBe(3);
});
