import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { buildGate } from './gate.ts';
import { cleanShips, commandLine, type Laptop, laptop } from './laptop.ts';
import { ask, askLines, idOf, told, untimed } from './seen.ts';

/**
 * Calls each of its arguments over and over until there is a /tmp/stop, and says of each how many calls went well and how
 * many did not, what came, and the longest time in which none went well, in milliseconds. `first:` tries one address of a
 * name alone, `all:` every one.
 */
const CALLER = `import json, os, socket, sys, threading, time

def call(kind, host, port):
    if kind == "all":
        s = socket.create_connection((host, port), 3)
    else:
        s = socket.create_connection(socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)[0][4], 3)
    with s:
        s.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n")
        said = b"".join(iter(lambda: s.recv(4096), b""))
    if said.split()[1:2] != [b"200"]:
        raise OSError("it said " + repr(said))
    return said.split()[-1].decode()

def calls(kind, host, port, found):
    last = time.time()
    while not os.path.exists("/tmp/stop"):
        try:
            word = call(kind, host, port)
            found["ok"] += 1
            found["gap"] = max(found["gap"], round((time.time() - last) * 1000))
            last = time.time()
            if word not in found["words"]:
                found["words"].append(word)
        except OSError as error:
            found["failed"].append(str(error))
        time.sleep(0.005)

all = {name: {"ok": 0, "failed": [], "words": [], "gap": 0} for name in sys.argv[1:]}
loops = []
for name, found in all.items():
    kind, host, port = name.split(":")
    loops.append(threading.Thread(target=calls, args=(kind, host, int(port), found)))
for loop in loops:
    loop.start()
for loop in loops:
    loop.join()
print(json.dumps(all))
`;

const CALLED = ['all:web:80', 'first:web:80', 'first:192.168.1.83:8080'];

interface Calls {
  ok: number;
  failed: string[];
  words: string[];
  gap: number;
}

/** What is asked to stop is killed at once, in the middle of whatever it does. */
const server = (word: string) => `
    image: busybox
    command: [sh, -c, "mkdir /www; echo ${word} >/www/index.html; exec httpd -f -p 80 -h /www"]
    stop_signal: SIGKILL`;

const file = (version: string, healthy = 'wget -q -O - http://127.0.0.1/') => `services:
  web:${server(version)}
    healthcheck: {test: ${healthy}, interval: 300ms, retries: 3}
    post_start:
      - {command: [sh, -c, "echo $$WORD >/tmp/post"], environment: {WORD: ${version}}}
    ships: [192.168.1.83]
  door:${server(version)}
    ports: ["8080:80"]
    pre_stop: [{command: [sh, -c, "cp /www/index.html /flag/left"]}]
    volumes: ["/run/rolling:/flag"]
    deploy: {update_config: {monitor: 1s}}
    networks: [apart]
    ships: [192.168.1.83]
  caller:
    image: flask
    command: [python3, -u, /caller.py, ${CALLED.join(', ')}]
    configs: [{source: caller, target: /caller.py}]
    stop_signal: SIGKILL
    ships: [192.168.1.83]
configs:
  caller: {file: ./caller.py}
networks:
  apart: {}
ships: [192.168.1.83]
`;

describeReal('updates while others call', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'rolling', file('one'));
    here.write('caller.py', CALLER);
    await here.compowarm('start');
  });
  afterAll(async () => {
    await here.compowarm('down');
    here.remove();
  });

  const post = () => ask(harbor, 1, 'docker exec rolling-web-1 cat /tmp/post');

  it('a good new version takes over, with its hooks', async () => {
    expect(await post()).toBe('one');
    here.write('docker.yml', file('two'));
    expect((await here.compowarm('plan')).stdout).toContain('replace web-1    it differs in command, start-first\n');
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  door-1  replaced (Ns)',
        '192.168.1.83  web-1   replaced (Ns)',
        '2 replaced on 1 ship in Ns',
      ],
    });
    expect(await post()).toBe('two');
    expect(await ask(harbor, 1, 'cat /run/rolling/left')).toBe('one');
  });

  it('one that is no good never gets a call, and is kept for a look', async () => {
    const id = await idOf(harbor, 1, 'rolling-web-1');
    here.write('docker.yml', file('two', '"echo no table; false"').replace('echo two', 'echo three'));
    const { code, stderr } = told(await here.compowarm('start'));
    expect({ code, stderr: stderr.slice(0, 3) }).toEqual({
      code: 1,
      stderr: [
        '192.168.1.83  web-1  failed (Ns): the new container is unhealthy; rolling-web-1 goes on as it was',
        '    healthcheck: no table',
        '    it is kept for a look: docker logs rolling-web-1_failed_DEPLOY',
      ],
    });
    expect(await idOf(harbor, 1, 'rolling-web-1')).toBe(id);
    const all = await askLines(harbor, 1, "docker ps -a --format '{{.Names}} {{.State}}'");
    expect(all.map(untimed)).toEqual([
      'rolling-caller-1 running',
      'rolling-door-1 running',
      'rolling-web-1 running',
      'rolling-web-1_failed_DEPLOY exited',
    ]);
    expect((await here.compowarm('ps', '--all', '--format', 'json')).stdout).not.toContain('_failed_');
  });

  it('no call by name has failed, whichever address was tried first', async () => {
    await ask(harbor, 1, 'docker exec rolling-caller-1 touch /tmp/stop; docker wait rolling-caller-1');
    const calls = JSON.parse(await ask(harbor, 1, 'docker logs rolling-caller-1')) as Record<string, Calls>;
    const [all, first, door] = CALLED.map((name) => calls[name] as Calls) as [Calls, Calls, Calls];
    const failed = [...all.failed, ...first.failed];
    console.log(`start-first, a good and a failing version: requests: ${all.ok + first.ok}, failed: ${failed.length}`);
    console.log(`gap of stop-first: ${door.gap} ms`);
    expect(failed).toEqual([]);
    for (const one of [all, first, door]) expect(one.words).toEqual(['one', 'two']);
  });

  it('one that is cut off between the names is finished by the next start', async () => {
    here.write('docker.yml', file('four'));
    const gate = await buildGate(harbor, 1);
    await gate.set('docker rename', 2);
    const exit = once(harbor.spawnLaptop(commandLine(harbor, ['start', 'web']), { cwd: here.folder }), 'exit');
    await gate.reached();
    await gate.cut();
    expect(await exit).toEqual([1, null]);
    await gate.remove();
    await ask(harbor, 1, 'rm -rf /tmp/compowarm.*');
    expect((await here.compowarm('start', 'web')).code).toBe(0);
    expect(await post()).toBe('four');
    const all = await askLines(harbor, 1, "docker ps -a --filter name=web --format '{{.Names}} {{.State}}'");
    expect(all.map(untimed)).toEqual(['rolling-web-1 running', 'rolling-web-1_failed_DEPLOY exited']);
  });
});

/** The second edition does not start where it finds a `/flag/bad`. */
const three = (word: string) => `services:
  api:
    image: busybox
    command: [sh, -c, "[ ${word} = one ] || [ ! -e /flag/bad ] || exit 3; exec sleep 3600"]
    stop_signal: SIGKILL
    ports: ["9000:80"]
    volumes: ["/run/rolling:/flag:ro"]
    deploy:
      replicas: 3
      update_config: {parallelism: 2, failure_action: rollback, monitor: 1s}
ships: [192.168.1.83, 192.168.1.84, 192.168.1.85]
`;

describeReal('an update that fails on the last ship', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'back', three('one'));
    await here.compowarm('start');
    await ask(harbor, 3, 'touch /run/rolling/bad');
  });
  afterAll(async () => {
    await ask(harbor, 3, 'rm /run/rolling/bad');
    await here.compowarm('down');
    here.remove();
  });

  const ids = () => Promise.all([1, 2, 3].map((ship) => idOf(harbor, ship, `back-api-${ship}`)));
  const names = (ship: number) => askLines(harbor, ship, "docker ps -a --format '{{.Names}} {{.State}}'");

  it('goes back on all of them, to the very containers of before', async () => {
    const before = await ids();
    here.write('docker.yml', three('two'));
    expect(told(await here.compowarm('start'))).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        '192.168.1.83  api-1  replaced (Ns)',
        '192.168.1.83  api-1  reverted (Ns)',
        '192.168.1.84  api-2  replaced (Ns)',
        '192.168.1.84  api-2  reverted (Ns)',
        '192.168.1.85  api-3  failed (Ns): the new container is exited; back-api-3 is back as it was',
        '    it is kept for a look: docker logs back-api-3_failed_DEPLOY',
        '2 replaced, 2 reverted, 1 failed on 3 ships in Ns',
        'failed: api-3 on 192.168.1.85: the new container is exited; back-api-3 is back as it was',
      ],
    });
    expect(await ids()).toEqual(before);
    expect([await names(1), await names(2), (await names(3)).map(untimed)]).toEqual([
      ['back-api-1 running'],
      ['back-api-2 running'],
      ['back-api-3 running', 'back-api-3_failed_DEPLOY exited'],
    ]);
  });

  it('and the file of before is as the ships are', async () => {
    here.write('docker.yml', three('one'));
    expect(told(await here.compowarm('start')).stderr).toEqual([
      'nothing to do: 3 containers on 3 ships are as the file says',
    ]);
  });
});
