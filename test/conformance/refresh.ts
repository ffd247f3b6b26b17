import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareNewer } from '../harbor/index.ts';
import { allCases, type Case, FOLDER, HASHED_AT, withoutPaths } from './cases.ts';
import { readVerbs, VERBS_AT } from './verbs.ts';

/** Makes what is expected of every case anew, and what verbs there are, with the docker-compose that the harbor has: `npm run conformance:refresh`. */
async function main(): Promise<void> {
  const { compose } = await prepareNewer();
  const { stdout } = spawnSync(compose, ['version', '--short'], { encoding: 'utf8' });
  writeFileSync(join(FOLDER, 'version'), stdout);
  writeFileSync(VERBS_AT, `${JSON.stringify(readVerbs(compose, stdout.trim()), null, 2)}\n`);
  const cases = allCases();
  rmSync(HASHED_AT, { recursive: true, force: true });
  cpSync(FOLDER, HASHED_AT, { recursive: true });
  const refused = cases.filter((one) => refresh(compose, one) === 'refused').length;
  rmSync(HASHED_AT, { recursive: true });
  process.stdout.write(`docker-compose ${stdout.trim()}: ${cases.length} cases, ${refused} of them refused\n`);
}

function refresh(binary: string, one: Case): 'expected' | 'refused' {
  const { folder, flags, services, env } = one;
  const argv = [...flags, 'config', '--format', 'json', ...services];
  const { status, stdout, stderr } = spawnSync(binary, argv, { cwd: folder, env, encoding: 'utf8' });
  for (const file of ['expected.json', 'hashes', 'refused']) rmSync(join(folder, file), { force: true });
  if (status === 0) {
    writeFileSync(join(folder, 'expected.json'), withoutPaths(stdout, folder));
    writeFileSync(join(folder, 'hashes'), hashes(binary, one));
    return 'expected';
  }
  const [error = ''] = stderr.split('\n').filter((line) => !/^time=.* level=warning/.test(line));
  writeFileSync(join(folder, 'refused'), `${withoutPaths(error, folder)}\n`);
  return 'refused';
}

function hashes(binary: string, { name, flags, env }: Case): string {
  const argv = [...flags, 'config', '--hash', '*'];
  const { status, stdout, stderr } = spawnSync(binary, argv, { cwd: join(HASHED_AT, name), env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the services of ${name} have no hashes\n${stderr}`);
  return stdout;
}

await main();
