import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareNewer } from '../harbor/index.ts';
import { allCases, type Case, FOLDER, withoutPaths } from './cases.ts';

/** Makes what is expected of every case anew, with the docker-compose that the harbor has: `npm run conformance:refresh`. */
async function main(): Promise<void> {
  const { compose } = await prepareNewer();
  const { stdout } = spawnSync(compose, ['version', '--short'], { encoding: 'utf8' });
  writeFileSync(join(FOLDER, 'version'), stdout);
  const cases = allCases();
  const refused = cases.filter((one) => refresh(compose, one) === 'refused').length;
  process.stdout.write(`docker-compose ${stdout.trim()}: ${cases.length} cases, ${refused} of them refused\n`);
}

function refresh(binary: string, { folder, flags, services, env }: Case): 'expected' | 'refused' {
  const argv = [...flags, 'config', '--format', 'json', ...services];
  const { status, stdout, stderr } = spawnSync(binary, argv, { cwd: folder, env, encoding: 'utf8' });
  rmSync(join(folder, 'expected.json'), { force: true });
  rmSync(join(folder, 'refused'), { force: true });
  if (status === 0) {
    writeFileSync(join(folder, 'expected.json'), withoutPaths(stdout, folder));
    return 'expected';
  }
  const [error = ''] = stderr.split('\n').filter((line) => !/^time=.* level=warning/.test(line));
  writeFileSync(join(folder, 'refused'), `${withoutPaths(error, folder)}\n`);
  return 'refused';
}

await main();
