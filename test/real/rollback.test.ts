import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { ask, askLines, inspect, told } from './seen.ts';

const FILE = `services:
  client:
    image: app:latest
    ports: ["5000:5000"]
    links: [redis]
    configs: [{source: site, target: /etc/site}]
    healthcheck: {test: ["CMD", "true"], interval: 1s}
    stop_signal: KILL
  redis:
    image: redis
    ports: ["6379:6379"]
configs:
  site:
    file: ./site
ships: [192.168.1.83, 192.168.1.84]
`;

const STATE = '$HOME/.local/state/compowarm/*';

describeReal('the way back', (harbor) => {
  let here: Laptop;
  const clean = () =>
    ask(harbor, 1, 'docker rmi -f app:latest $(docker images -q --filter label=built) 2>/dev/null; :');
  /** Makes another image of that name on a ship, and returns its id. */
  const build = async (version: number) => {
    await ask(harbor, 1, `printf 'FROM flask\\nLABEL built=${version}\\n' | docker build -t app:latest - 2>&1`);
    return ask(harbor, 1, "docker image inspect --format '{{.Id}}' app:latest");
  };
  const history = async () => {
    const { stdout } = await here.compowarm('history', '--format', 'json');
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  /** Specs and images of a deploy, as the ship has them in its copy of the record. */
  const recorded = async (ship: number, deploy: string) => {
    const { specs, images } = JSON.parse(await ask(harbor, ship, `cat ${STATE}/way.deploys/*-${deploy}.json`));
    return { specs: JSON.stringify(specs), images };
  };
  const client = async () => [
    await inspect(harbor, 1, 'way-client-1', '.Image'),
    await ask(harbor, 1, 'docker exec way-client-1 cat /etc/site'),
  ];

  beforeAll(async () => {
    await cleanShips(harbor);
    await clean();
    here = laptop(harbor, 'way', FILE);
    here.write('site', 'first');
  });
  afterAll(async () => {
    await here.compowarm('down');
    await clean();
    here.remove();
  });

  let [one, two] = ['', ''];

  it('begins with three deploys: the first, one of another image, one of another config', async () => {
    one = await build(1);
    expect((await here.compowarm('start')).code).toBe(0);
    two = await build(2);
    expect((await here.compowarm('start')).code).toBe(0);
    here.write('site', 'third');
    expect((await here.compowarm('start')).code).toBe(0);
    expect(await client()).toEqual([two, 'third']);
  });

  it('is told by history', async () => {
    const { stdout } = await here.compowarm('history');
    const plain = (line: string) =>
      line
        .replace(/[0-9a-f]{8}/, 'ID')
        .replace(/(Less than a|\d+) seconds? ago|About a minute ago/, 'NOW')
        .replace(/\S+@\S+/, 'ME')
        .replace(/ {2,}/g, ' | ');
    expect(stdout.trimEnd().split('\n').map(plain)).toEqual([
      'DEPLOY | WHEN | WHO | FILES | CHANGED | ENDED',
      '* ID | NOW | ME | docker.yml | 1 replaced | done',
      ' | ID | NOW | ME | docker.yml | 1 replaced | done',
      ' | ID | NOW | ME | docker.yml | 2 created | done',
    ]);
  });

  it('to the first is shown, and leads to its specs to the byte, its image and its config', async () => {
    const [, , { Deploy: first }] = await history();
    const [short, now] = [one, two].map((id) => id.slice('sha256:'.length).slice(0, 12));
    const { stdout } = await here.compowarm('rollback', first.slice(0, 4), '--dry-run');
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      '# ship 192.168.1.83',
      '# image app:latest',
      `docker tag ${one} app:latest`,
    ]);
    const { code, stderr } = await here.compowarm('rollback', first.slice(0, 4));
    expect(stderr.split('\n').slice(0, 5)).toEqual([
      'ship 192.168.1.83',
      `  ~   tag image app:latest   deploy ${first} had it`,
      `        app:latest: ${now} -> ${short}`,
      '  -/+ replace client-1       it differs in configs.site content, stop-first: it publishes port 5000',
      '        configs.site content: changed',
    ]);
    expect(code).toBe(0);
    expect(await client()).toEqual([one, 'first']);
    const [last] = await history();
    expect(last).toMatchObject({
      Changed: `rollback to ${first}: 1 replaced`,
      Ended: 'done',
      InForce: true,
      Generation: 4,
    });
    for (const ship of [1, 2]) expect(await recorded(ship, last.Deploy)).toEqual(await recorded(ship, first));
    expect((await recorded(1, first)).images['client-1'].id).toBe(one);
  });

  it('and back again is the default', async () => {
    expect(told(await here.compowarm('rollback')).stderr.at(-1)).toBe('1 replaced on 1 ship in Ns');
    expect(await client()).toEqual([two, 'third']);
  });

  it('prune leaves what the last five deploys used', async () => {
    for (const version of [4, 5, 6, 7, 8]) {
      here.write('docker.yml', FILE.replace('stop_signal', `cpus: 0.${version}\n    stop_signal`));
      expect((await here.compowarm('start')).code).toBe(0);
    }
    expect((await here.compowarm('prune')).code).toBe(6);
    const { code, stderr } = await here.compowarm('prune', '--yes');
    expect([code, stderr.split('\n')[1]]).toEqual([0, expect.stringContaining('remove image')]);
    expect(await askLines(harbor, 1, 'docker images -q --no-trunc --filter label=built')).toEqual([two]);
    expect(await askLines(harbor, 2, `ls ${STATE}/way.deploys | wc -l`)).toEqual(['5']);
    expect((await here.compowarm('prune')).stderr).toBe('nothing to do\n');
  });
});
