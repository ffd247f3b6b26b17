import { check, compowarm, explain, printed, type Show, typed, visit } from './show.ts';

const CLIENT = '192.168.1.83';
const REDIS = '192.168.1.84';

/** The app is started on its ships, used and looked at; each act throws Failure when what it shows is not so. */
export const use: ((show: Show) => Promise<void>)[] = [start, count, ps, startAgain, inspect, everyday];

/** What is typed every day besides ps: what one writes, runs, and takes. */
const EVERYDAY: string[][] = [
  ['logs', '-n', '1'],
  ['exec', 'redis', 'redis-cli', 'get', 'visits'],
  ['run', '--rm', 'client', 'sh', '-c', 'echo redis is at $redis_ip'],
  ['restart', 'client'],
  ['stats', '--no-stream'],
];

/** It is stopped, and nothing of it is left. */
export const leave: ((show: Show) => Promise<void>)[] = [stop, down];

async function start(show: Show): Promise<void> {
  explain('It starts both services: the client on one ship, its Redis on the other.');
  await compowarm(show, 'start', '-f', 'docker.yml');
  await checkContainers(show, ['visits-client-1 running'], ['visits-redis-1 running']);
}

async function count(show: Show): Promise<void> {
  if (show.stage.onPaper !== undefined) {
    explain('Here visits would be counted, but containers on paper run no programs.');
    return;
  }
  explain(`The client on ${CLIENT} counts visits in the Redis on ${REDIS}.`);
  for (const number of [1, 2, 3]) check('the answer', await visit(show, `${CLIENT}:5000`), `visits: ${number}\n`);
}

async function ps(show: Show): Promise<void> {
  explain('One list over all ships.');
  await compowarm(show, 'ps');
}

async function startAgain(show: Show): Promise<void> {
  explain('A second start finds all as the file says, and leaves it alone.');
  const before = await ids(show);
  await compowarm(show, 'start');
  check('the containers after a second start', await ids(show), before);
}

async function inspect({ stage }: Show): Promise<void> {
  explain(
    "This is how the client knows where Redis is: a link to `redis` becomes redis_ip,\nthe address of redis's ship.",
  );
  typed(`ssh ${CLIENT} docker inspect visits-client-1 | grep redis_`);
  const text = await stage.docker(1, ['inspect', 'visits-client-1']);
  const [{ Config }] = JSON.parse(text);
  printed(
    JSON.stringify(Config.Env, null, 8)
      .split('\n')
      .filter((line) => line.includes('redis_'))
      .join('\n'),
  );
  check(
    'redis_ip of the client',
    Config.Env.filter((line: string) => line.startsWith('redis_ip=')),
    [`redis_ip=${REDIS}`],
  );
}

async function everyday(show: Show): Promise<void> {
  if (show.stage.onPaper !== undefined) return;
  explain('The verbs of every day mean what they mean in Docker Compose, over all ships.');
  for (const words of EVERYDAY) await compowarm(show, ...words);
}

async function stop(show: Show): Promise<void> {
  explain('It stops, the client before the Redis that it needs.');
  await compowarm(show, 'stop');
  await checkContainers(show, ['visits-client-1 exited'], ['visits-redis-1 exited']);
}

async function down(show: Show): Promise<void> {
  explain('And it goes: no container is left, and no network.');
  await compowarm(show, 'down');
  await checkContainers(show, [], []);
  for (const ship of [1, 2]) {
    const networks = await show.stage.docker(ship, ['network', 'ls', '--format', '{{.Name}}']);
    check(
      `the networks of ship ${ship}`,
      networks.split('\n').filter((name) => name.startsWith('visits')),
      [],
    );
  }
}

async function checkContainers(show: Show, ...promised: string[][]): Promise<void> {
  const found = await eachShip(show, ['ps', '-a', '--format', '{{.Names}} {{.State}}']);
  check('the containers', found, promised);
}

function ids(show: Show): Promise<string[][]> {
  return eachShip(show, ['ps', '-a', '--no-trunc', '--format', '{{.ID}} {{.State}}']);
}

function eachShip({ stage }: Show, argv: string[]): Promise<string[][]> {
  return Promise.all([1, 2].map(async (ship) => (await stage.docker(ship, argv)).split('\n').filter((line) => line)));
}
