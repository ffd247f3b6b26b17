import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { must } from './run.ts';

/** What to fetch: by default from where the host's packages come, and with all that they need. */
export interface Order {
  packages: readonly string[];
  /** Suites of Debian instead of the host's own, with the packages alone. */
  suites?: readonly string[];
}

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Downloads packages with lists, state and cache of apt's in `folder`, and returns the archives. The host's stay as they are. */
export async function download(folder: string, { packages, suites }: Order): Promise<string[]> {
  const archives = join(folder, 'cache/archives');
  await mkdir(join(folder, 'lists/partial'), { recursive: true });
  await mkdir(join(archives, 'partial'), { recursive: true });
  await writeFile(join(folder, 'status'), '');
  if (suites) await writeFile(join(folder, 'sources.list'), await sources(suites));
  const config = join(folder, 'apt.conf');
  await writeFile(config, await aptConfig(folder, suites !== undefined));
  const env = { ...process.env, APT_CONFIG: config, DEBIAN_FRONTEND: 'noninteractive' };
  // a place of the host's that does not answer may be one that nothing comes from
  await must(['apt-get', '-q', 'update', ...(suites ? ['--error-on=any'] : [])], { env });
  const verb = suites ? ['download'] : ['-y', 'install', '--download-only'];
  await must(['apt-get', '-q', ...verb, ...packages], { env, cwd: archives });
  const files = await readdir(archives);
  return files.filter((file) => file.endsWith('.deb')).map((file) => join(archives, file));
}

/** Unpacks archives into a root, several at once, without what only people read. */
export async function unpack(archives: string[], root: string): Promise<void> {
  const unneeded = ['doc', 'man', 'locale', 'info'].map((name) => `--exclude=./usr/share/${name}`).join(' ');
  const pipeline = `dpkg-deb --fsys-tarfile "$1" | tar -x --keep-directory-symlink ${unneeded} -C "$0"`;
  const workers = String(availableParallelism());
  await must(['xargs', '-0', '-P', workers, '-n', '1', 'sh', '-c', pipeline, root], { input: archives.join('\0') });
}

// From the mirror that the host's own suite comes from.
async function sources(suites: readonly string[]): Promise<string> {
  const [, own] = /^VERSION_CODENAME=(\S+)$/m.exec(await readFile('/etc/os-release', 'utf8')) ?? [];
  const targets = await must(['apt-get', 'indextargets', '--format', '$(RELEASE) $(REPO_URI)']);
  const mirror = targets
    .split('\n')
    .map((line) => line.split(' '))
    .find(([release]) => release === own)?.[1];
  if (mirror === undefined) throw new Error(`apt names no place where ${own ?? 'this Debian'} comes from`);
  return suites.map((suite) => `deb [signed-by=${KEYRING}] ${mirror} ${suite} main\n`).join('');
}

// The host says where packages come from and through which proxy; nothing else of its configuration, least of all its hooks.
async function aptConfig(folder: string, ownSources: boolean): Promise<string> {
  const host = await must(['apt-config', 'dump']);
  return [
    ...host.split('\n').filter((line) => line.startsWith('Acquire::')),
    `Dir::State "${folder}";`,
    `Dir::State::Lists "${folder}/lists";`,
    `Dir::State::Status "${folder}/status";`,
    `Dir::Cache "${folder}/cache";`,
    ...(ownSources ? [`Dir::Etc::SourceList "${folder}/sources.list";`, 'Dir::Etc::SourceParts "/dev/null";'] : []),
    'Dir::Etc::Main "/dev/null";',
    'Dir::Etc::Parts "/dev/null";',
    'APT::Sandbox::User "root";',
    'APT::Install-Recommends "false";',
    'Acquire::Languages "none";',
    '',
  ].join('\n');
}
