import { describe, expect, test } from 'vitest';
import { loadFiles, problemOf } from './files.ts';

const ships = '\nx-ships: [192.168.1.83]\n';

function loadMain(text: string, others: Record<string, string> = {}) {
  return loadFiles({ 'a.yml': `${text}${ships}`, ...others }, { files: ['a.yml'], env: { SH: 'sh' } });
}

async function images(text: string, others: Record<string, string>) {
  const { services } = await loadMain(text, others);
  return Object.fromEntries(Object.entries(services).map(([name, { image }]) => [name, image]));
}

const image = 'i:${SH:-}-${A:-}-${B:-}-${C:-}';

describe('an included file brings its services and the rest in', () => {
  test('with its own .env under the variables of the file that includes it, however deep', async () => {
    const others = {
      '.env': 'A=main\n',
      'sub/b.yml': `include: [deep/c.yml]\nname: other\nservices: {b: {image: "${image}"}}\nnetworks: {n: }`,
      'sub/.env': 'A=sub\nB=sub\nSH=sub\n',
      'sub/deep/c.yml': `services: {c: {image: "${image}", networks: [n]}}`,
      'sub/deep/.env': 'A=deep\nB=deep\nC=$B-deep\n',
    };
    expect(await images(`include: [sub/b.yml]\nservices: {a: {image: "${image}"}}`, others)).toEqual({
      a: 'i:sh-main--',
      b: 'i:sh-main-sub-',
      c: 'i:sh-main-sub-sub-deep',
    });
  });

  test('with env files and a folder of its own where they are given', async () => {
    const others = {
      'sub/b.yml': `include: [c.yml]\nservices: {b: {image: "${image}", env_file: b.env}}`,
      'sub/.env': 'A=no\n',
      'other/c.yml': `services: {c: {image: "${image}"}}`,
      'other/b.env': 'FROM=other',
      'x.env': 'A=x\nB=x\n',
      'y.env': 'B=y\n',
    };
    const main = 'include: [{path: sub/b.yml, project_directory: other, env_file: [x.env, y.env]}]';
    const { services } = await loadMain(main, others);
    expect(Object.values(services).map(({ image, environment }) => [image, environment])).toEqual([
      ['i:sh-x-y-', { FROM: 'other' }],
      ['i:sh-x-y-', {}],
    ]);
  });

  test('with its own variables for what its configs and secrets are made from', async () => {
    const others = {
      'sub/b.yml':
        'services: {b: {image: b, configs: [x], secrets: [x]}}\nconfigs: {x: {environment: A}}\nsecrets: {x: {environment: SH}}',
      'sub/.env': 'A=sub\nSH=sub\n',
    };
    const main = 'include: [sub/b.yml]\nservices: {a: {image: a, secrets: [y]}}\nsecrets: {y: {environment: A}}';
    const { lookup } = await loadMain(main, others);
    expect([
      lookup('A', ['configs', 'x', 'environment']),
      lookup('SH', ['secrets', 'x', 'environment']),
      lookup('A', ['secrets', 'y', 'environment']),
    ]).toEqual(['sub', 'sh', undefined]);
  });

  test('of several files at once the later go over the earlier', async () => {
    const others = { 'b.yml': 'services: {b: {image: b, user: u}}', 'c.yml': 'services: {b: {image: c}}' };
    const { services } = await loadMain('include: [{path: [b.yml, c.yml]}]', others);
    expect([services.b?.image, services.b?.user]).toEqual(['c', 'u']);
  });

  test('a name may hold variables', async () => {
    const others = { 'b.yml': 'services: {b: {image: b}}' };
    expect(await images('include: ["${NONE:-b.yml}"]', others)).toEqual({ b: 'b' });
  });

  test('another -f goes over it, and so does it over another -f', async () => {
    const files = {
      'a.yml': `services: {b: {image: a, user: u}}${ships}`,
      'b.yml': 'include: [c.yml]',
      'c.yml': 'services: {b: {image: c, restart: always}}',
      'd.yml': 'services: {b: {image: d}}',
    };
    const { services } = await loadFiles(files, { files: ['a.yml', 'b.yml', 'd.yml'] });
    const { image, user, restart } = services.b ?? {};
    expect({ image, user, restart }).toEqual({ image: 'd', user: 'u', restart: 'always' });
  });

  test('variables that are named alone in a list come from its .env, and are masked', async () => {
    const others = { 'sub/b.yml': 'services: {b: {image: b, environment: [A, B, C=1]}}', 'sub/.env': 'A=sub\n' };
    const { services, masked } = await loadMain('include: [sub/b.yml]', others);
    expect([services.b?.environment, [...masked]]).toEqual([
      { A: 'sub', B: null, C: '1' },
      ['/services/b/environment/A'],
    ]);
  });

  test('every value knows the file that says it', async () => {
    const { where } = await loadMain('include: [sub/b.yml]', { 'sub/b.yml': 'services:\n  b: {image: b}\n' });
    const { file, line, column } = where(['services', 'b', 'image']) ?? {};
    expect([file, line, column]).toEqual(['sub/b.yml', 2, 14]);
  });

  test('its ships are the project’s', async () => {
    const files = { 'a.yml': 'include: [ships.yml]\nservices: {a: {image: a}}', 'ships.yml': 'x-ships: [10.0.0.1]' };
    expect((await loadFiles(files, { files: ['a.yml'] })).ships.map(({ host }) => host)).toEqual(['10.0.0.1']);
  });

  test('what two say alike is one', async () => {
    const others = {
      'b.yml': 'services: {b: {image: b, networks: [n]}}\nnetworks: {n: {driver: bridge}}',
      'c.yml': 'services: {c: {image: c, networks: [n]}}\nnetworks: {n: {driver: bridge}}',
    };
    const { networks } = await loadMain('include: [b.yml, c.yml]', others);
    expect(Object.keys(networks)).toEqual(['n']);
  });
});

describe('it is refused', () => {
  test.each([
    [
      'what is another here',
      'include: [b.yml]\nservices: {b: {image: a}}',
      'services.b conflicts with imported resource\na.yml:2:12\n  services: {b: {image: a}}\nwhy: the file that is included says something else at b.yml:1\ndo: give one of them another name, or change the other in a file under include: path, or of another -f\n',
    ],
    [
      'what is alike but in two folders',
      'include: [b.yml, sub/b.yml]',
      'services.b conflicts with imported resource\nb.yml:1:12\n  services: {b: {image: b, env_file: ./b.env}}\nwhy: the file that is included says something else at sub/b.yml:1\ndo: give one of them another name, or change the other in a file under include: path, or of another -f\n',
    ],
    [
      'a circle',
      'include: [round.yml]',
      'files include each other in a circle: a.yml -> round.yml -> a.yml\nround.yml:1:11\n  include: [a.yml]\ndo: take one of these includes out\n',
    ],
    [
      'a file that is not there',
      'include: [nope.yml]',
      'there is no file nope.yml\na.yml:1:11\n  include: [nope.yml]\ndo: look at the name and the folder\n',
    ],
    [
      'an env file that is not there',
      'include: [{path: b.yml, env_file: nope.env}]',
      'there is no file nope.env\na.yml:1:35\n  include: [{path: b.yml, env_file: nope.env}]\ndo: look at the name and the folder\n',
    ],
    [
      'no list',
      'include: b.yml\nservices: {}',
      'include must be a list of files, not "b.yml"\na.yml:1:10\n  include: b.yml\ndo: write a list of files\n',
    ],
    [
      'an unknown key',
      'include: [{paths: b.yml}]',
      'include[0]: unknown key "paths": did you mean "path"?\na.yml:1:12\n  include: [{paths: b.yml}]\ndo: write path\n',
    ],
    [
      'the legacy shape',
      'include: [old.yml]\nservices: {a: {image: a}}',
      'old.yml has its services at the top level, and is included\na.yml:1:11\n  include: [old.yml]\ndo: put its services under services\n',
    ],
  ])('%s', async (_, text, said) => {
    const b = 'services: {b: {image: b, env_file: ./b.env}}';
    const others = { 'b.yml': b, 'sub/b.yml': b, 'round.yml': 'include: [a.yml]', 'old.yml': 'old: {image: o}' };
    expect(await problemOf(loadMain(text, others))).toBe(said);
  });
});

test('it ends where each file includes two that include two', async () => {
  const files = Array.from({ length: 12 }, (_, n) => [`f${n}.yml`, `include: [f${n + 1}.yml, f${n + 1}.yml]`]);
  const others = { ...Object.fromEntries(files), 'f12.yml': 'services: {a: {image: a}}' };
  expect(await problemOf(loadMain('include: [f0.yml]', others))).toMatch(
    /^f\d+\.yml is one file too many: 1000 are the most that are read for one project\n/,
  );
});
