import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCases, type Case, FOLDER, withoutPaths } from './cases.ts';

/** Makes what is expected of every case anew: `npm run conformance:refresh -- PATH-OF-DOCKER-COMPOSE`. */
function main([binary]: string[]): number {
  if (binary === undefined) return complain('usage: npm run conformance:refresh -- PATH-OF-DOCKER-COMPOSE');
  const { stdout } = spawnSync(binary, ['version', '--short'], { encoding: 'utf8' });
  if (!stdout) return complain(`${binary} is no docker-compose`);
  writeFileSync(join(FOLDER, 'version'), stdout);
  const cases = allCases();
  const refused = cases.filter((one) => refresh(binary, one) === 'refused').length;
  process.stdout.write(`docker-compose ${stdout.trim()}: ${cases.length} cases, ${refused} of them refused\n`);
  return 0;
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

function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return 2;
}

process.exitCode = main(process.argv.slice(2));
