import { describe, expect, test } from 'vitest';
import { passedOver, pathKey } from '../../src/lib/compose/index.ts';
import { fitWeb, loadFiles, problemOf } from './files.ts';

const ships = 'ships: [192.168.1.83]\n';
const files = {
  'docker.yml': `web:
  image: nginx
  env_file:
    - one.env
    - {path: two.env}
    - {path: none.env, required: false}
  environment:
    OWN: file
    MIXED: a-\${OUT}
    DEFAULT: \${NONE:-d}
    BARE:
    UNSET:
    BOTH: own
    DOLLAR: $$OUT
list:
  image: nginx
  env_file: one.env
  environment: [OWN=file, "MIXED=a-$OUT", BARE, UNSET]
${ships}`,
  '.env': 'BARE=dot\n',
  'one.env': 'ONE=1\nTWO=1\nBOTH=1\nREF=$OUT\n',
  'two.env': 'TWO=2\nTHREE=$TWO$ONE-$BOTH\n',
};
const options = { env: { OUT: 'out' } };
const keys = (service: string, names: string[]) =>
  names.map((name) => pathKey(['services', service, 'environment', name]));

describe('a service’s environment', () => {
  test('is its env files’, and its own over them', async () => {
    const { services } = await loadFiles(files, options);
    expect(services.web?.environment).toEqual({
      ONE: '1',
      TWO: '2',
      REF: 'out',
      THREE: '21-own',
      OWN: 'file',
      MIXED: 'a-out',
      DEFAULT: 'd',
      BARE: 'dot',
      UNSET: null,
      BOTH: 'own',
      DOLLAR: '$OUT',
    });
    expect(services.list?.environment).toEqual({
      ONE: '1',
      TWO: '1',
      BOTH: '1',
      REF: 'out',
      OWN: 'file',
      MIXED: 'a-out',
      BARE: 'dot',
      UNSET: null,
    });
  });

  test('is masked where any part came from outside the file', async () => {
    const { masked } = await loadFiles(files, options);
    expect([...masked].sort()).toEqual(
      [
        ...keys('web', ['ONE', 'TWO', 'REF', 'THREE', 'MIXED', 'DEFAULT', 'BARE']),
        ...keys('list', ['ONE', 'TWO', 'BOTH', 'REF', 'MIXED', 'BARE']),
      ].sort(),
    );
  });

  test('of a hook is masked as well, and held to what docker takes', async () => {
    const hook = (environment: string) =>
      loadFiles(
        { 'docker.yml': `web: {image: a, post_start: [{command: b, environment: ${environment}}]}\n` },
        options,
      );
    expect([...(await hook('{A: $OUT, B: b}')).masked]).toEqual(['/services/web/post_start/0/environment/A']);
    expect([...(await hook('["A=$OUT", B=b]')).masked]).toEqual(['/services/web/post_start/0/environment/A']);
    const many = await hook('{PATH: "a\\nb"}');
    expect(() => passedOver(many)).toThrow(
      'service web: post_start.0.environment: the value of PATH has several lines',
    );
  });

  test('is masked after a merge of lists and maps as before', async () => {
    const over = { 'b.yml': 'web: {environment: ["OWN=$OUT"]}\nlist: {environment: {MIXED: plain}}\n' };
    const { masked } = await loadFiles({ ...files, ...over }, { ...options, files: ['docker.yml', 'b.yml'] });
    const asked = [...keys('web', ['OWN', 'MIXED']), ...keys('list', ['OWN', 'MIXED'])];
    expect(asked.map((key) => masked.has(key))).toEqual([true, true, false, false]);
  });

  test('knows where each variable was written', async () => {
    const { where } = await loadFiles(files, options);
    const place = (service: string, name: string) => {
      const { file, line, column } = where(['services', service, 'environment', name]) ?? {};
      return `${file}:${line}:${column}`;
    };
    expect(['OWN', 'TWO', 'BARE'].map((name) => place('web', name))).toEqual([
      'docker.yml:8:10',
      'two.env:1:1',
      'docker.yml:11:5',
    ]);
    expect(['MIXED', 'TWO'].map((name) => place('list', name))).toEqual(['docker.yml:18:27', 'one.env:2:1']);
  });

  test('reads env files from the project’s folder', async () => {
    const { services } = await loadFiles(
      { 'a/docker.yml': `web: {image: nginx, env_file: ./web.env}\n${ships}`, 'a/web.env': 'A=1\n' },
      { files: ['a/docker.yml'] },
    );
    expect(services.web?.environment).toEqual({ A: '1' });
  });
});

test('labels come from label files too: a later file over an earlier one, the service’s own over all', async () => {
  const { services, where } = await loadFiles({
    'docker.yml': `web: {image: nginx, label_file: [a.labels, b.labels], labels: {C: own}}\n${ships}`,
    'a.labels': 'A=a\nB=a\nC=a\n',
    'b.labels': 'B="b ${A}"\n',
  });
  expect(services.web?.labels).toEqual({ A: 'a', B: 'b a', C: 'own' });
  expect(where(['services', 'web', 'labels', 'B'])).toMatchObject({ file: 'b.labels', line: 1 });
});

test('a format that nobody knows is refused', async () => {
  const file = `web: {image: nginx, env_file: [{path: web.env, format: json}]}\n${ships}`;
  expect(await problemOf(loadFiles({ 'docker.yml': file, 'web.env': 'A=1' }))).toBe(
    'unsupported env_file format "json"\ndocker.yml:1:56\n' +
      '  web: {image: nginx, env_file: [{path: web.env, format: json}]}\ndo: write raw, or leave it out\n',
  );
});

describe('a variable that no container can be given', () => {
  const why = 'why: docker reads variables as lines of KEY=VALUE\n';
  const own =
    'why: docker takes such a value from its own environment, where this name is none or is read by docker or a shell\n';
  const otherName = 'do: give it another name, or put it on one line (in base64, say)\n';
  const names = 'do: use letters, digits and underscores\n';
  test.each([
    ['{"A=B": c}', '"A=B" is not a name of a variable', '  environment: {"A=B": c}', 3, 24, `${why}${names}`],
    ['["#A=b"]', '"#A" is not a name of a variable', '  environment: ["#A=b"]', 3, 17, `${why}${names}`],
    ['["=b"]', '"" is not a name of a variable', '  environment: ["=b"]', 3, 17, `${why}${names}`],
    [
      '{my-key: "b\\nc"}',
      'the value of my-key has several lines',
      '  environment: {my-key: "b\\nc"}',
      3,
      25,
      `${own}${otherName}`,
    ],
    [
      '["DOCKER_HOST=b\\nc"]',
      'the value of DOCKER_HOST has several lines',
      '  environment: ["DOCKER_HOST=b\\nc"]',
      3,
      17,
      `${own}${otherName}`,
    ],
    [
      '{Path: "b\\r"}',
      'the value of Path has several lines',
      '  environment: {Path: "b\\r"}',
      3,
      23,
      `${own}${otherName}`,
    ],
    [
      '{A: "b\\0c"}',
      'the value of A has a NUL character',
      '  environment: {A: "b\\0c"}',
      3,
      20,
      'why: no variable can hold one\ndo: put it into the image\n',
    ],
    [
      '{A: $BIG}',
      'the value of A has 65537 bytes, and 65536 is the most',
      '  environment: {A: $BIG}',
      3,
      20,
      'why: a kernel takes no more in one variable\ndo: put it into the image\n',
    ],
  ])('%s', async (environment, what, text, line, column, rest) => {
    const fitting = fitWeb(`environment: ${environment}`, { env: { BIG: 'x'.repeat(65_537) } });
    expect(await problemOf(fitting)).toBe(
      `service web: environment: ${what}\ndocker.yml:${line}:${column}\n  ${text}\n${rest}`,
    );
  });

  test('of an env file is shown there', async () => {
    const loading = loadFiles({
      'docker.yml': `web: {image: nginx, env_file: web.env}\n${ships}`,
      'web.env': 'A=1\nhome="one\ntwo"\n',
    });
    expect(await problemOf(loading.then(passedOver))).toBe(
      `service web: environment: the value of home has several lines\nweb.env:2:1\n  home="one\n${own}${otherName}`,
    );
  });

  test('but one of several lines under a name of its own is fine', async () => {
    const { services } = await loadFiles({
      'docker.yml': `web: {image: nginx, environment: {KEY: "a\\nb\\r", MIDDLE: "a\\rb"}}\n${ships}`,
    });
    expect(services.web?.environment).toEqual({ KEY: 'a\nb\r', MIDDLE: 'a\rb' });
  });

  test('but 64 KiB are fine', async () => {
    const { services } = await loadFiles(
      { 'docker.yml': `web: {image: nginx, environment: [A]}\n${ships}` },
      { env: { A: 'x'.repeat(65_536) } },
    );
    expect(services.web?.environment.A).toHaveLength(65_536);
  });
});
