import { beforeEach, describe, expect, test } from 'vitest';
import { type PaperEngine, paperEngine } from './index.ts';
import { err, out, say } from './say.ts';

let engine: PaperEngine;

beforeEach(() => {
  engine = paperEngine({ now: () => Date.UTC(2026, 0, 2, 3, 4, 5) });
});

const run = (line: string, stdin = '') => say(engine, line, stdin);

describe('images', () => {
  test('are pulled from the registry, and a name moves on', async () => {
    const old = engine.image('team/app:1', { cmd: ['old'] });
    const id = engine.offer('team/app:1', { cmd: ['new'] });
    const digest = engine.registry.get('team/app:1')?.digests[0]?.split('@')[1];
    const layer = id.slice(7, 19);
    expect(await run('pull team/app:1')).toEqual(
      out(`1: Pulling from team/app
${layer}: Pulling fs layer
${layer}: Download complete
${layer}: Pull complete
Digest: ${digest}
Status: Downloaded newer image for team/app:1
docker.io/team/app:1
`),
    );
    const list = await run(
      "image ls --no-trunc --digests --format '[{{json .ID}},{{json .Repository}},{{json .Tag}},{{json .Digest}}]'",
    );
    expect(list).toEqual(out(`["${id}","team/app","1","${digest}"]\n["${old}","<none>","<none>","<none>"]\n`));
    expect((await run('pull team/app:1')).out).toContain('Status: Image is up to date for team/app:1\n');
    expect(await run('pull team/app:2')).toEqual(
      err(1, 'Error response from daemon: manifest for team/app:2 not found: manifest unknown: manifest unknown\n'),
    );
  });

  test('docker run pulls what is missing', async () => {
    engine.offer('redis');
    const ran = await run('run -d --name redis redis');
    expect(ran.code).toBe(0);
    expect(ran.err.split('\n')[0]).toBe("Unable to find image 'redis:latest' locally");
    expect(ran.err).toMatch(/\nStatus: Downloaded newer image for redis:latest\n$/);
  });

  test('are one image on every engine when they have one name and one behaviour', () => {
    const other = paperEngine();
    expect(engine.image('redis', { logs: ['a'] })).toBe(other.image('redis', { logs: ['a'] }));
    expect(engine.image('redis', { logs: ['b'] })).not.toBe(other.image('redis', { logs: ['a'] }));
  });
});

test('networks: made, joined, listed and removed when nobody is on them', async () => {
  engine.image('web');
  await run('network create --driver bridge --label a=b one');
  await run('network create two');
  await run('create --name web --network one --network-alias w web');
  expect(await run('network connect --alias x --alias y two web')).toEqual(out(''));
  await run('start web');
  expect(
    await run(
      "inspect -f '{{range $name, $n := .NetworkSettings.Networks}}{{$name}} {{$n.IPAddress}} {{json $n.Aliases}};{{end}}' web",
    ),
  ).toEqual(
    out(
      `one 172.20.0.2 ["w","${engine.container('web').id.slice(0, 12)}"];two 172.21.0.2 ["x","y","${engine.container('web').id.slice(0, 12)}"];\n`,
    ),
  );
  const id = engine.networks.find(({ name }) => name === 'one')?.id;
  expect(await run('network rm one')).toEqual(
    err(1, `Error response from daemon: error while removing network: network one id ${id} has active endpoints\n`),
  );
  await run('rm -f web');
  expect(await run('network rm one two')).toEqual(out('one\ntwo\n'));
  expect(await run("network ls --format '{{.Name}} {{.Driver}}'")).toEqual(
    out('bridge bridge\nhost host\nnone null\n'),
  );
});

test('volumes are listed by label', async () => {
  await run('volume create --label p=arch arch_data');
  await run('volume create other');
  expect(await run("volume ls --filter label=p=arch --format '{{json .}}'")).toEqual(
    out(
      '{"Driver":"local","Labels":"p=arch","Links":"N/A","Mountpoint":"/var/lib/docker/volumes/arch_data/_data","Name":"arch_data","Scope":"local","Size":"N/A"}\n',
    ),
  );
});

test('ports in a row are shown as docker groups them', async () => {
  engine.image('web', { expose: ['9000', '9001'] });
  await run('run -d --name web -p 8000-8002:8000-8002 -p 81:80 -p [::1]:53:53/udp -p 9100-9102:90 web');
  expect(await run("ps --format '{{json .}}' --filter name=web")).toEqual(
    out(
      expect.stringContaining(
        '"Ports":"::1:53-\\u003e53/udp, 0.0.0.0:8000-8002-\\u003e8000-8002/tcp, :::8000-8002-\\u003e8000-8002/tcp, 9000-9001/tcp, 0.0.0.0:81-\\u003e80/tcp, :::81-\\u003e80/tcp, 0.0.0.0:9100-\\u003e90/tcp, :::9100-\\u003e90/tcp"',
      ),
    ),
  );
});

test.each([
  ['20.10.24', '1.41'],
  ['24.0.7', '1.43'],
  ['28.5.1', '1.51'],
])('docker %s speaks API %s', async (version, api) => {
  engine.version = version;
  expect(await run("version --format '{{.Server.Version}} {{.Server.ApiVersion}}'")).toEqual(
    out(`${version} ${api}\n`),
  );
});

test('info tells the engine', async () => {
  expect(
    await run(
      "info --format '{{.ID}} [{{json .ServerVersion}},{{json .Architecture}},{{json .OSType}},{{.MemTotal}},{{.NCPU}}]'",
    ),
  ).toEqual(out(`${engine.id} ["20.10.24","x86_64","linux",8589934592,4]\n`));
  expect(engine.id).toMatch(/^([A-Z2-7]{4}:){11}[A-Z2-7]{4}$/);
});
