import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const PROGRAM = path.resolve('bin/run.js');
const FILE = `name: visits
redis: { image: redis }
client: { image: flask, profiles: [debug] }
ships: [ship1, { name: db, host: 10.0.0.3 }]
`;

let home: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'shells-'));
  await mkdir(path.join(home, 'bin'));
  await symlink(PROGRAM, path.join(home, 'bin/compowarm'));
  await mkdir(path.join(home, 'work/deep'), { recursive: true });
  await writeFile(path.join(home, 'work/my ships.yml'), FILE);
  await writeFile(path.join(home, 'work/broken.yml'), 'services: [');
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** What a shell says, in a folder of files with the program on its path: what comes between marks, of each the lines. */
async function says(program: string, args: string[]): Promise<string[][]> {
  const env = { PATH: `${home}/bin:${process.env.PATH}`, HOME: home, LANG: 'C.UTF-8', TERM: 'xterm' };
  const { stdout } = await promisify(execFile)(program, args, { cwd: path.join(home, 'work'), env });
  const parts = stdout.split(/MARK\r?\n/).slice(0, -1);
  return parts.map((part) => part.split('\n').filter((line) => line !== ''));
}

/** Lines as shells break them into words, and what completes them. */
const LINES: [string[], string[]][] = [
  [['rollb'], ['rollback']],
  [['ps', '--ser'], ['--services']],
  [['ps', '--format=j'], ['--format=json']],
  [
    ['-f', ''],
    ['broken.yml', 'deep/', 'my ships.yml'],
  ],
  [['--project-directory', ''], ['deep/']],
  [
    ['-f', 'my ships.yml', 'start', ''],
    ['client', 'redis'],
  ],
  [['-f', 'my ships.yml', 'drain', 'd'], ['db']],
  [['-f', 'my ships.yml', 'scale', 're'], ['redis=']],
  [['-f', 'broken.yml', 'start', ''], []],
];

const quoted = (words: string[]) => words.map((word) => (word.includes(' ') ? `'${word}'` : word));

/** How each shell is asked what completes the lines. */
const SHELLS: Record<string, () => Promise<string[][]>> = {
  bash: () => {
    // readline breaks words at =, and fills in what is behind it
    const asked = LINES.map(([words]) => {
      const broken = quoted(words).flatMap((word) => word.split(/(?<==)|(?==)/));
      return `COMP_WORDS=(compowarm ${broken.map((word) => `"${word}"`).join(' ')}) COMP_CWORD=${broken.length}
        _compowarm compowarm "${broken.at(-1)}"; printf '%s\n' "\${COMPREPLY[@]}"; echo MARK`;
    });
    return says('bash', ['--norc', '-c', ['eval "$(compowarm completion bash)"', ...asked].join('\n')]);
  },
  zsh: () => {
    // what is found is printed on the way into the list, and the line is then taken back; zsh reads keys as such only
    // from the beginning of a line on
    const asked = LINES.map(
      ([words]) => `zpty -wn c "compowarm ${quoted(words).join(' ')}"$'\\t\\025\\n'
        hear MARK`,
    );
    return says('zsh', [
      '-fc',
      `zmodload zsh/zpty
      hear() { local line; while zpty -r c line; do print -rn -- $line; [[ $line == *$1* ]] && break; done }
      zpty c zsh -fi
      zpty -w c 'PROMPT=; autoload -Uz compinit; compinit -u -D; source <(compowarm completion zsh)'
      zpty -w c 'compadd() { local -a hits; builtin compadd -A hits "$@"; print -rl -- "<"\${^hits}">"; builtin compadd "$@" }'
      zpty -w c 'zle-line-init() print MA""RK; zle -N zle-line-init'
      hear MARK >/dev/null
      ${asked.join('\n')}`,
    ]).then((parts) => parts.map((lines) => [...new Set(lines.flatMap((line) => /<([^<>]+)>/.exec(line)?.[1] ?? []))]));
  },
  fish: () => {
    const asked = LINES.map(([words]) => `complete -C "compowarm ${quoted(words).join(' ')}"; echo MARK`);
    return says('fish', ['--no-config', '-c', ['compowarm completion fish | source', ...asked].join('\n')]).then(
      (parts) => parts.map((lines) => lines.map((line) => line.split('\t')[0] ?? '')),
    );
  },
};

const isThere = (program: string) => spawnSync(program, ['-c', 'exit']).status === 0;
/** As bash fills it in, and without what only some shells add to folders and blanks. */
const plain = (values: string[], shell: string) =>
  values
    .map((value) => value.replace(/\\/g, '').replace(/\/$/, ''))
    .map((value) => (shell === 'bash' ? value.replace(/^--[^=]+=/, '') : value))
    .toSorted();

test.each(Object.entries(SHELLS).filter(([shell]) => isThere(shell)))('%s completes', async (shell, ask) => {
  const found = await ask();
  expect(LINES.map(([words], at) => [words.join(' '), plain(found[at] ?? [], shell)])).toEqual(
    LINES.map(([words, values]) => [words.join(' '), plain(values, shell)]),
  );
});

test('the script begins with how it is installed', async () => {
  for (const shell of Object.keys(SHELLS)) {
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, 'completion', shell]);
    expect(stdout).toContain(`# Completion of compowarm's words in ${shell}. For this shell`);
  }
});

test('what completes is found without what connects to ships, and without all verbs', async () => {
  const script = `
    import { createRequire } from 'node:module';
    process.argv = ['node', '${PROGRAM}', 'completion', '--words', 'fish', '-f', 'my ships.yml', 'start', ''];
    await import('${PROGRAM}');
    const loaded = Object.keys(createRequire('${PROGRAM}').cache).filter((file) => file.includes('node_modules'));
    console.log('loaded: ' + loaded.join(' '));`;
  expect(await says(process.execPath, ['--input-type=module', '-e', `${script} console.log('MARK')`])).toEqual([
    ['redis\tredis', 'client\tflask', 'loaded: '],
  ]);
});
