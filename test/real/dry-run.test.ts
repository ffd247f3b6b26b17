import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import type { Engine, Result } from '../harbor/index.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { ask, containers, environment, idOf, NO_TRACES, told, traces } from './seen.ts';

const FILE = `services:
  web:
    image: busybox
    command: sleep 3600
    stop_signal: SIGKILL
    healthcheck: { test: "true", interval: 1s }
    ports: ["8080:8080"]
    environment:
      PASSWORD: \${SECRET}
      MODE: it's plain
    env_file: app.env
    depends_on: [db]
    ships: [192.168.1.83]
  db:
    image: busybox
    command: sleep 3600
    stop_signal: SIGKILL
    ports: ["5432:5432"]
    volumes: [data:/data]
    networks: [default, inner]
    ships: [192.168.1.84]
networks:
  inner:
volumes:
  data:
ships: [192.168.1.83, 192.168.1.84]
`;

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** The labels of a container, as `--label` flags, but for what is another each time. */
function labels(ship: number, service: string, dependencies: string): string {
  return [
    'com.docker.compose.project=shop',
    `com.docker.compose.service=${service}`,
    'com.docker.compose.container-number=1',
    'com.docker.compose.oneoff=False',
    'com.docker.compose.config-hash=*',
    `com.docker.compose.depends_on=${dependencies}`,
    `com.docker.compose.version=${version}`,
    'com.docker.compose.project.working_dir=/shop',
    'com.docker.compose.project.config_files=/shop/docker.yml',
    `compowarm.ship=192.168.1.${82 + ship}`,
    'compowarm.deploy=*',
  ]
    .map((label) => `--label ${label}`)
    .join(' ');
}

/** What no screen and no list of processes may show. */
const SECRETS = { PASSWORD: 'hunter2 $HOME "x"', TOKEN: 'hunter2-of-a-file' };

describeReal('plan and --dry-run', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'shop', FILE);
    here.write('.env', `SECRET='${SECRETS.PASSWORD}'\n`);
    here.write('app.env', `TOKEN=${SECRETS.TOKEN}\n`);
  });
  afterAll(() => here.remove());

  const untouched = async () =>
    expect([await traces(harbor, 1), await traces(harbor, 2)]).toEqual([NO_TRACES, NO_TRACES]);

  /** Runs on each ship, as a person would, what is printed for it; the values that are masked are the person's. */
  const byHand = async (runbook: string) => {
    const blocks = runbook.split(/^# ship /m).slice(1);
    for (const block of blocks.toReversed()) {
      const [ship = '', ...lines] = block.split('\n');
      const values = Object.entries(SECRETS).map(([name, value]) => `${name}='${value}'`);
      await ask(harbor, Number(ship.slice(-2)) - 82, [...values, 'set -e', ...lines].join('\n'));
    }
  };

  it('plan shows what start would do, and does nothing', async () => {
    expect(await here.compowarm('plan')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: `ship 192.168.1.83
  + network shop_default   web-1 needs it
  + create web-1           the only ship it may use
ship 192.168.1.84
  + network shop_inner     db-1 needs it
  + network shop_default   db-1 needs it
  + volume shop_data       db-1 needs it
  + create db-1            the only ship it may use

2 create on 2 ships
`,
    });
    await untouched();
  });

  it('--dry-run prints the commands for each ship, and runs none', async () => {
    const { code, stdout, stderr } = await here.compowarm('start', '--dry-run');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const same = stdout.replace(/(config-hash|compowarm.deploy)=[0-9a-f]+/g, '$1=*').replaceAll(here.folder, '/shop');
    const flags = `--name shop-db-1 ${labels(2, 'db', '')} --stop-signal SIGKILL -p 5432:5432 -v shop_data:/data:rw --add-host web:192.168.1.83 --network shop_default --network-alias shop-db-1 --network-alias db`;
    const db: Record<Engine, string> = {
      own: `docker create ${flags} busybox sleep 3600
docker network connect --alias shop-db-1 --alias db shop_inner shop-db-1
docker start shop-db-1`,
      28: `docker run -d ${flags} --network name=shop_inner,alias=shop-db-1,alias=db busybox sleep 3600`,
    };
    expect(same).toBe(`# ship 192.168.1.83
# network shop_default
docker network create --label com.docker.compose.network=default --label com.docker.compose.project=shop --label com.docker.compose.version=${version} --label com.docker.compose.config-hash=* shop_default
# web-1
#   after db-1 on 192.168.1.84
printf '%s\\n' "TOKEN=$TOKEN" "PASSWORD=$PASSWORD" 'MODE=it'\\''s plain' | docker run -d --name shop-web-1 ${labels(1, 'web', 'db:service_started:false')} --stop-signal SIGKILL --health-cmd true --health-interval 1s -p 8080:8080 --env-file /dev/stdin --add-host db:192.168.1.84 --network shop_default --network-alias shop-web-1 --network-alias web busybox sleep 3600

# ship 192.168.1.84
# network shop_inner
docker network create --label com.docker.compose.network=inner --label com.docker.compose.project=shop --label com.docker.compose.version=${version} --label com.docker.compose.config-hash=* shop_inner
# network shop_default
docker network create --label com.docker.compose.network=default --label com.docker.compose.project=shop --label com.docker.compose.version=${version} --label com.docker.compose.config-hash=* shop_default
# volume shop_data
docker volume create --label com.docker.compose.volume=data --label com.docker.compose.project=shop --label com.docker.compose.version=${version} --label com.docker.compose.config-hash=* shop_data
# db-1
${db[harbor.ships[1]?.engine ?? 'own']}
`);
    await untouched();
  });

  it('its commands, run by hand, make what start would have made', async () => {
    await byHand((await here.compowarm('start', '--dry-run')).stdout);
    const ids = [await idOf(harbor, 1, 'shop-web-1'), await idOf(harbor, 2, 'shop-db-1')];
    expect(await environment(harbor, 1, 'shop-web-1')).toEqual([
      "MODE=it's plain",
      `PASSWORD=${SECRETS.PASSWORD}`,
      `TOKEN=${SECRETS.TOKEN}`,
    ]);
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['nothing to do: 2 containers on 2 ships are as the file says'],
    });
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['nothing to do: 2 containers on 2 ships are as the file says'],
    });
    expect([await idOf(harbor, 1, 'shop-web-1'), await idOf(harbor, 2, 'shop-db-1')]).toEqual(ids);
  });

  it('so do those of a replacement', async () => {
    here.write('docker.yml', FILE.replace("it's plain", 'other'));
    await byHand((await here.compowarm('start', '--dry-run')).stdout);
    expect(await containers(harbor, 1)).toEqual(['shop-web-1 running']);
    expect(await environment(harbor, 1, 'shop-web-1')).toContain('MODE=other');
    expect((await here.compowarm('start')).code).toBe(0);
  });

  it('those of down take everything away but volumes and the record', async () => {
    await byHand((await here.compowarm('down', '--dry-run')).stdout);
    expect([await traces(harbor, 1), await traces(harbor, 2)]).toEqual([
      { ...NO_TRACES, records: ['shop.deploys 600', 'shop.json 600'] },
      { ...NO_TRACES, records: ['shop.deploys 600', 'shop.json 600'], volumes: ['shop_data'] },
    ]);
  });
});

describeReal('what came from outside the file', (harbor) => {
  let here: Laptop;
  const noting = '/tmp/noting-docker';
  beforeAll(async () => {
    await cleanShips(harbor);
    // a docker that notes what every process of that name could be seen with
    await ask(
      harbor,
      1,
      `printf '%s\\n' '#!/bin/sh' 'for word; do echo "$word"; done >>/tmp/noted' 'env >>/tmp/noted' 'exec docker "$@"' >${noting}; chmod +x ${noting}`,
    );
    const ships = `ships: [{ host: 192.168.1.83, docker: ${noting} }, 192.168.1.84]`;
    here = laptop(harbor, 'shop', FILE.replace(/^ships: .*$/m, ships));
    here.write('.env', `SECRET='${SECRETS.PASSWORD}'\n`);
    here.write('app.env', `TOKEN=${SECRETS.TOKEN}\n`);
  });
  afterAll(async () => {
    await ask(harbor, 1, `rm -f ${noting} /tmp/noted`);
    here.remove();
  });

  it('is on no screen and in no argument of a command', async () => {
    const shown: Result[] = [];
    const show = async (...argv: string[]) => shown.push(await here.compowarm(...argv));
    await show('plan');
    await show('start', '--dry-run');
    await show('start');
    here.write('.env', `SECRET='${SECRETS.PASSWORD} of today'\n`);
    await show('plan');
    await show('start');
    await show('ps', '--json');
    expect(shown.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(shown.map(({ stdout, stderr }) => stdout + stderr).join('')).not.toMatch(/hunter2/);
    expect(shown[3]?.stdout).toContain('environment.PASSWORD: (masked) -> (masked)');
    const noted = await ask(harbor, 1, 'cat /tmp/noted');
    expect(noted).toContain('shop-web-1');
    expect(noted).not.toMatch(/hunter2/);
    expect(await environment(harbor, 1, 'shop-web-1')).toContain(`PASSWORD=${SECRETS.PASSWORD} of today`);
  });
});
