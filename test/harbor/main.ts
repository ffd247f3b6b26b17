import { existsSync } from 'node:fs';
import { attach, canRaise, type Harbor, raise, sweep } from './index.ts';
import { laptopPaths } from './laptop.ts';
import { writePrograms } from './programs.ts';
import { stateFile } from './state.ts';

const name = 'harbor';

const usage = `Raises ships, Docker hosts of their own, on this machine. Wants Linux of the Debian family, and root.

  npm run harbor -- up [COUNT]            raise COUNT ships (3) that stay up
  npm run harbor -- ssh NUMBER [COMMAND]  log in to a ship
  npm run harbor -- status                say what is up
  npm run harbor -- down                  take everything down
`;

const verbs: Record<string, (...args: string[]) => Promise<number>> = { up, ssh, status, down };

async function up(count = '3', ...rest: string[]): Promise<number> {
  if (!/^([1-9]\d?|1\d\d)$/.test(count) || rest.length) return misused();
  const able = canRaise();
  if (!able.ok) return failed(`ships cannot be raised here: ${able.reason}`);
  if (raised()) return failed('the harbor is up already: npm run harbor -- down');
  const harbor = await raise(Number(count), { name, detached: true });
  writePrograms(harbor);
  return describe(harbor);
}

async function ssh(number?: string, ...command: string[]): Promise<number> {
  const harbor = raised();
  if (!harbor) return failed('no harbor is up: npm run harbor -- up');
  const ship = harbor.ships[Number(number) - 1];
  if (!ship) return misused();
  const child = harbor.spawnLaptop(['ssh', '-F', harbor.sshConfig, ship.address, ...command], { stdio: 'inherit' });
  return new Promise((done) => child.once('exit', (code) => done(code ?? 255)));
}

async function status(...rest: string[]): Promise<number> {
  if (rest.length) return misused();
  const harbor = raised();
  if (harbor) return describe(harbor);
  console.log('no harbor is up');
  return 0;
}

async function down(...rest: string[]): Promise<number> {
  if (rest.length) return misused();
  await raised()?.down();
  await sweep();
  console.log('no harbor is up');
  return 0;
}

function raised(): Harbor | undefined {
  const file = stateFile(name);
  return existsSync(file) ? attach(file) : undefined;
}

function describe(harbor: Harbor): number {
  const { bin } = laptopPaths(harbor.folder);
  for (const ship of harbor.ships) console.log(`${ship.name}  ${ship.address}`);
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

const [verb = '', ...args] = process.argv.slice(2);
process.exitCode = await (verbs[verb] ?? misused)(...args);
