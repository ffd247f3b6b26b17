import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { attach, canRaise, type Engine, engines, type Harbor, raise, sweep } from './index.ts';
import { laptopPaths } from './laptop.ts';
import { writePrograms } from './programs.ts';
import { stateFile } from './state.ts';

const usage = `Raises ships, Docker hosts of their own, on this machine. Wants Linux of the Debian family, and root.

  npm run harbor -- up [COUNT]            raise COUNT ships (3) that stay up
  npm run harbor -- ssh NUMBER [COMMAND]  log in to a ship
  npm run harbor -- status                say what is up
  npm run harbor -- down                  take everything down

  --engine own|28    what the ships run: the Docker of this Debian, or Docker 28 of a newer one
  --name NAME        another harbor than the usual one
`;

const flags = { engine: { type: 'string', default: 'own' }, name: { type: 'string', default: 'harbor' } } as const;

interface Given {
  name: string;
  engine: Engine;
}

const verbs: Record<string, (given: Given, ...args: string[]) => Promise<number>> = { up, ssh, status, down };

async function up({ name, engine }: Given, count = '3', ...rest: string[]): Promise<number> {
  if (!/^([1-9]\d?|1\d\d)$/.test(count) || rest.length) return misused();
  const able = canRaise();
  if (!able.ok) return failed(`ships cannot be raised here: ${able.reason}`);
  if (raised(name)) return failed('the harbor is up already: npm run harbor -- down');
  const harbor = await raise(Number(count), { name, engine, detached: true });
  writePrograms(harbor);
  return describe(harbor);
}

async function ssh({ name }: Given, number?: string, ...command: string[]): Promise<number> {
  const harbor = raised(name);
  if (!harbor) return failed('no harbor is up: npm run harbor -- up');
  const ship = harbor.ships[Number(number) - 1];
  if (!ship) return misused();
  const child = harbor.spawnLaptop(['ssh', '-F', harbor.sshConfig, ship.address, ...command], { stdio: 'inherit' });
  return new Promise((done) => child.once('exit', (code) => done(code ?? 255)));
}

async function status({ name }: Given, ...rest: string[]): Promise<number> {
  if (rest.length) return misused();
  const harbor = raised(name);
  if (harbor) return describe(harbor);
  console.log('no harbor is up');
  return 0;
}

async function down({ name }: Given, ...rest: string[]): Promise<number> {
  if (rest.length) return misused();
  await raised(name)?.down();
  await sweep();
  console.log('no harbor is up');
  return 0;
}

function raised(name: string): Harbor | undefined {
  const file = stateFile(name);
  return existsSync(file) ? attach(file) : undefined;
}

function describe(harbor: Harbor): number {
  const { bin } = laptopPaths(harbor.folder);
  for (const ship of harbor.ships)
    console.log(`${ship.name}  ${ship.address}  ${ship.engine === 'own' ? '' : `Docker ${ship.engine}`}`.trimEnd());
  console.log(`
In a shell that has the laptop's programs:

  PATH=${bin}:$PATH
  compowarm ...    Compowarm as built here, on the laptop
  sea COMMAND      any other command there, such as: sea curl ${harbor.ships[0]?.address}:5000`);
  return 0;
}

function failed(message: string): number {
  console.error(message);
  return 1;
}

function misused(): number {
  console.error(usage);
  return 2;
}

async function main(argv: string[]): Promise<number> {
  // what follows the number of a ship is a command for it, with flags of its own
  const own = argv[0] === 'ssh' ? argv.findIndex((word) => /^\d+$/.test(word)) + 1 : argv.length;
  try {
    const { values, positionals } = parseArgs({ args: argv.slice(0, own), options: flags, allowPositionals: true });
    const [verb = '', ...args] = positionals;
    const { name, engine } = values;
    return isEngine(engine) ? (verbs[verb] ?? misused)({ name, engine }, ...args, ...argv.slice(own)) : misused();
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) throw error;
    return misused();
  }
}

function isEngine(word: string): word is Engine {
  return (engines as readonly string[]).includes(word);
}

process.exitCode = await main(process.argv.slice(2));
