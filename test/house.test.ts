import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may call whom. Types may come from further down the same arrows: `deploy` knows what a Project is through `plan`. */
const ARROWS: Record<string, readonly string[]> = {
  bin: ['commands'],
  commands: ['compose', 'files', 'plan', 'fleet', 'deploy', 'output'],
  deploy: ['plan', 'fleet', 'docker'],
  fleet: ['docker', 'ships'],
  plan: ['docker', 'compose'],
  docker: ['schema'],
  compose: ['schema'],
  files: ['compose', 'docker'],
  ships: [],
  output: [],
  schema: [],
};

/** Types alone: what is shown may be anyone's; a ship is what the file says it is. */
const TYPE_ARROWS: Record<string, readonly string[]> = {
  docker: ['compose'],
  ships: ['compose'],
  output: Object.keys(ARROWS).filter((room) => room !== 'output' && room !== 'commands' && room !== 'bin'),
};

const OWNERS: Record<string, readonly string[]> = {
  'js-yaml': ['compose'],
  ssh2: ['ships'],
  listr2: ['output'],
  '@oclif/core': ['commands', 'bin'],
};

/** From a Project to a Plan nothing may look at the world. */
const PURE = ['schema', 'docker', 'plan'];
const WORLD = /\bprocess\.|\bDate\.now|new Date\(\)|Math\.random|performance\.|from 'node:(?!crypto|net'|path')/;

interface Import {
  file: string;
  room: string;
  /** The room, or the library. */
  from: string;
  /** What is imported of the room: `index.ts`. */
  part: string;
  typeOnly: boolean;
}

const SOURCE = resolve('src');

function roomOf(file: string): string {
  const [first = '', second = ''] = relative(SOURCE, file).split('/');
  return first === 'lib' ? second : first;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|js)$/.test(name))
    .map((name) => join(folder, name));
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(\{[^}]*\}|\*(?:\s+as\s+\w+)?|[\w$]+(?:,\s*\{[^}]*\})?)\s+from\s+'([^']+)'/g;
const DYNAMIC = /import\('([^']+)'\)/g;

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const plain = [...text.matchAll(IMPORT)].map(([, type, names = '', from = '']) => ({
    from,
    typeOnly: type !== undefined || (names.startsWith('{') && namesIn(names).every((name) => name.startsWith('type '))),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, from = '']) => ({ from, typeOnly: false }));
  return [...plain, ...dynamic].map(({ from, typeOnly }) => {
    const common = { file: relative(resolve('.'), file), room: roomOf(file), typeOnly };
    if (!from.startsWith('.')) return { ...common, from, part: '' };
    const target = resolve(dirname(file), from);
    return { ...common, from: roomOf(target), part: relative(join(SOURCE, 'lib', roomOf(target)), target) };
  });
}

function namesIn(list: string): string[] {
  return list
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** All rooms that can be reached along the arrows. */
function below(room: string): Set<string> {
  const reached = new Set<string>();
  const visit = (one: string) => {
    for (const next of [...(ARROWS[one] ?? []), ...(TYPE_ARROWS[one] ?? [])]) {
      if (reached.has(next)) continue;
      reached.add(next);
      visit(next);
    }
  };
  visit(room);
  return reached;
}

const files = sources(SOURCE);
const imports = files.flatMap(importsOf);
const acrossRooms = imports.filter(({ room, from }) => from in ARROWS && from !== room);
const tell = ({ file, from, part }: Import) => `${file} imports ${from}/${part}`;

describe('the house', () => {
  it('is made of the rooms that the arrows name, and of what everyone may use', () => {
    expect([...new Set(files.map(roomOf))].sort()).toEqual(
      [...Object.keys(ARROWS).filter((room) => room !== 'bin'), 'problem.ts'].sort(),
    );
  });

  it('has imports to check', () => {
    expect(acrossRooms.length).toBeGreaterThan(50);
  });

  it('calls only along the arrows', () => {
    const wrong = acrossRooms.filter((one) => !one.typeOnly && !ARROWS[one.room]?.includes(one.from));
    expect(wrong.map(tell)).toEqual([]);
  });

  it('takes types only from further down the arrows', () => {
    const wrong = acrossRooms.filter((one) => one.typeOnly && !below(one.room).has(one.from));
    expect(wrong.map(tell)).toEqual([]);
  });

  it('has no circle', () => {
    const circles = Object.keys(ARROWS).filter((room) => {
      const reached = new Set<string>();
      const visit = (one: string) => {
        for (const next of ARROWS[one] ?? []) {
          if (!reached.has(next)) {
            reached.add(next);
            visit(next);
          }
        }
      };
      visit(room);
      return reached.has(room);
    });
    expect(circles).toEqual([]);
  });

  it('is entered by the front doors', () => {
    const wrong = acrossRooms.filter(({ from, part }) => from !== 'commands' && part !== 'index.ts');
    expect(wrong.map(tell)).toEqual([]);
  });

  it.each(Object.entries(OWNERS))('keeps %s in %s', (library, rooms) => {
    const users = imports.filter(({ from }) => from === library || from.startsWith(`${library}/`));
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter(({ room }) => !rooms.includes(room)).map(({ file }) => file)).toEqual([]);
  });

  it('loads no more of oclif than it needs: commands/shared/oclif.ts has Args and Flags', () => {
    expect(imports.filter(({ from, typeOnly }) => from === '@oclif/core' && !typeOnly).map(({ file }) => file)).toEqual(
      [],
    );
  });

  it.each(PURE)('keeps %s pure', (room) => {
    const ours = files.filter((file) => roomOf(file) === room);
    expect(ours.filter((file) => WORLD.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
