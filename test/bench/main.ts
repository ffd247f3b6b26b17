import { availableParallelism, cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { table } from '../../src/lib/output/index.ts';
import { canRaise, type Harbor, raise } from '../harbor/index.ts';
import { leaving } from '../harbor/leaving.ts';
import { PROGRAM } from '../harbor/programs.ts';
import { MEGABYTES, passBytes } from './bytes.ts';
import { watchLogins } from './logins.ts';
import { readLogs } from './logs.ts';
import { type Measured, ROWS, type Row, round } from './rounds.ts';
import { type Sample, timed } from './timed.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

const RTT_MS = 100;
/** Times that what only starts is run. */
const START_UPS = 15;
const VERSION = 'compowarm --version';
const SIXTY = resolve(import.meta.dirname, '../../fixtures/conformance/whole-sixty-services/compose.yaml');
const signal = leaving();

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) return complain('usage: npm run bench -- [--runs N]', 2);
  const able = canRaise();
  if (!able.ok) return complain(`real ships are wanted, and can't be raised here: ${able.reason}`, 1);
  const harbor = await raise(3);
  try {
    await bench(harbor, runs);
    return 0;
  } catch (error) {
    return complain((error as Error).message, signal.aborted ? 130 : 1);
  } finally {
    await harbor.down();
  }
}

async function bench(harbor: Harbor, runs: number): Promise<void> {
  await watchLogins(harbor);
  say(await machine(harbor, runs));
  say(await startUp(harbor));
  say(await logs(harbor, runs));
  say(await bytes(harbor, runs));
  const near = harbor.ships.map(({ address }) => address);
  const here = await measureAll(harbor, runs, near);
  const { addresses, stop } = await harbor.delay(RTT_MS);
  const there = await measureAll(harbor, runs, addresses).finally(stop);
  for (const workload of WORKLOADS) say(workloadTable(workload, here.get(workload), there.get(workload)));
}

async function measureAll(harbor: Harbor, runs: number, addresses: readonly string[]) {
  const all = new Map<Workload, Map<Row, Measured>>();
  for (const workload of WORKLOADS) {
    const rows = new Map<Row, Measured>();
    for (let run = 0; run < runs; run++) {
      signal.throwIfAborted();
      await round({ harbor, workload, addresses }, rows);
    }
    all.set(workload, rows);
  }
  return all;
}

async function machine(harbor: Harbor, runs: number): Promise<string> {
  const { stdout } = await harbor.onShip(1, 'docker version --format {{.Server.Version}}');
  const load = loadavg()[0]?.toFixed(1);
  return `${availableParallelism()} cores of ${cpus()[0]?.model}, Node ${process.versions.node}, Docker ${stdout.trim()}, load ${load}
Seconds: the median of ${runs} (of what only starts: ${START_UPS}), least and most in brackets. By hand: docker run over parallel ssh, no looks, no records.`;
}

// What nothing but starting costs, and reading a large file: config may use 100 ms of processor more than --version.
// They take turns, and often, so that what else the machine does falls on all of them.
async function startUp(harbor: Harbor): Promise<string> {
  const sixty = ['env', 'REGION=eu', process.execPath, PROGRAM, '-f', SIXTY, '--profile=jobs', 'config', '--format'];
  const commands: { name: string; argv: string[]; samples: Sample[] }[] = [
    { name: 'node -e 0', argv: [process.execPath, '-e', '0'], samples: [] },
    { name: VERSION, argv: [process.execPath, PROGRAM, '--version'], samples: [] },
    { name: 'compowarm ps --help', argv: [process.execPath, PROGRAM, 'ps', '--help'], samples: [] },
    { name: 'compowarm config, 60 services', argv: [...sixty, 'yaml'], samples: [] },
    { name: 'compowarm config --format json, 60 services', argv: [...sixty, 'json'], samples: [] },
  ];
  for (let turn = 0; turn < START_UPS; turn++) {
    for (const { argv, samples } of commands) samples.push(await timed(harbor, argv));
  }
  const least = cpuOf(commands.find(({ name }) => name === VERSION)?.samples ?? []);
  const rows = commands.map(({ name, samples }) => [
    name,
    spread(samples),
    cpu(samples),
    `${Math.round(1000 * (cpuOf(samples) - least))} ms`,
  ]);
  return table(['START-UP', 'WALL', 'CPU', 'CPU OVER --version'], rows);
}

// Logs are to come at 50,000 lines a second; what no line costs is in the last row.
async function logs(harbor: Harbor, runs: number): Promise<string> {
  const rows = (await readLogs(harbor, runs)).map(({ name, lines, samples }) => {
    const rate = lines / (median(sorted(samples, 'wall')) ?? Number.NaN);
    return [name, spread(samples), cpu(samples), Math.round(rate).toLocaleString('en')];
  });
  return table(['LOGS, 100,000 LINES FROM 3 SHIPS', 'WALL', 'CPU', 'LINES/S'], rows);
}

async function bytes(harbor: Harbor, runs: number): Promise<string> {
  const rows = (await passBytes(harbor, runs)).map(({ name, samples }) => {
    const rate = (MEGABYTES * 1.048576) / (median(sorted(samples, 'wall')) ?? Number.NaN);
    return [name, spread(samples), cpu(samples), rate.toFixed(0)];
  });
  return table([`EXEC, ${MEGABYTES} MiB THROUGH A COMMAND`, 'WALL', 'CPU', 'MB/S'], rows);
}

function workloadTable({ name, about }: Workload, here?: Map<Row, Measured>, there?: Map<Row, Measured>): string {
  const rows = ROWS.map((row) => {
    const near = here?.get(row);
    const samples = near?.samples ?? [];
    const logins = `${near?.logins.connections}/${near?.logins.execs}`;
    return [row, spread(samples), cpu(samples), spread(there?.get(row)?.samples ?? []), logins];
  });
  const head = [name, 'NO LATENCY', 'CPU', `${RTT_MS} MS AWAY`, 'LOGINS/EXECS'];
  return `${name}: ${about}\n${table(head, rows)}`;
}

function spread(samples: readonly Sample[]): string {
  const walls = sorted(samples, 'wall');
  return `${seconds(median(walls))} (${seconds(walls[0])}-${seconds(walls.at(-1))})`;
}

function cpu(samples: readonly Sample[]): string {
  return seconds(cpuOf(samples));
}

function cpuOf(samples: readonly Sample[]): number {
  return median(sorted(samples, 'cpu')) ?? Number.NaN;
}

function sorted(samples: readonly Sample[], key: keyof Sample): number[] {
  return samples.map((sample) => sample[key]).sort((a, b) => a - b);
}

function median(numbers: readonly number[]): number | undefined {
  return numbers[Math.floor((numbers.length - 1) / 2)];
}

function seconds(number: number | undefined): string {
  return number?.toFixed(2) ?? '';
}

function say(text: string): void {
  process.stdout.write(`${text}\n\n`);
}

function complain(text: string, status: number): number {
  process.stderr.write(`${text}\n`);
  return status;
}

process.exitCode = await main();
