import { describe, expect, test } from 'vitest';
import { loadFiles, problemOf } from './files.ts';

const ships = '\nx-ships: [192.168.1.83]\n';

/** Services of `a.yml` beside other files. */
function loadServices(services: string, others: Record<string, string> = {}) {
  return loadFiles({ 'a.yml': `services:\n${services}${ships}`, ...others }, { files: ['a.yml'] });
}

/** What each service says of these keys. */
async function said(services: string, keys: string[], others: Record<string, string> = {}) {
  const project = await loadServices(services, others);
  return Object.fromEntries(
    Object.entries(project.services).map(([name, service]) => [
      name,
      Object.fromEntries(keys.map((key) => [key, service[key as keyof typeof service]])),
    ]),
  );
}

describe('a service goes over the one that it extends', () => {
  test('as a later file over an earlier one, along a chain, whatever the order', async () => {
    const services = [
      '  a: {extends: b, environment: {X: a}, command: [a]}',
      '  b: {extends: {service: c}, environment: [X=b, Y=b], expose: [80]}',
      '  c: {image: c, environment: {X: c, Z: c}, expose: [81], command: [c], restart: always}',
    ].join('\n');
    expect(await said(services, ['image', 'environment', 'expose', 'command', 'restart'])).toEqual({
      a: {
        image: 'c',
        environment: { X: 'a', Y: 'b', Z: 'c' },
        expose: ['81', '80'],
        command: ['a'],
        restart: 'always',
      },
      b: {
        image: 'c',
        environment: { X: 'b', Y: 'b', Z: 'c' },
        expose: ['81', '80'],
        command: ['c'],
        restart: 'always',
      },
      c: { image: 'c', environment: { X: 'c', Z: 'c' }, expose: ['81'], command: ['c'], restart: 'always' },
    });
  });

  test('of another file, of which nothing else counts', async () => {
    const other =
      'name: other\nservices:\n  base: {image: "b:${TAG:-1}", extends: root}\n  root: {user: u}\n  bad: {image: [1]}\n';
    const keys = ['image', 'user'];
    const services = '  web: {extends: {file: sub/b.yml, service: base}}';
    expect(await said(services, keys, { 'sub/b.yml': other })).toEqual({ web: { image: 'b:1', user: 'u' } });
  });

  test('of another file of several documents, in either shape', async () => {
    const others = { 'b.yml': 'base: {image: b, user: u}\n---\nbase: {user: v}\n' };
    expect(await said('  web: {extends: {file: b.yml, service: base}}', ['image', 'user'], others)).toEqual({
      web: { image: 'b', user: 'v' },
    });
  });

  test('with !reset and !override, which reach earlier files too', async () => {
    const files = {
      'a.yml': `services: {web: {image: old, expose: [1], user: u, labels: {a: 1}}}${ships}`,
      'b.yml': [
        'services:',
        '  web: {extends: base, expose: !override [2], user: !reset , labels: {b: !reset }}',
        '  base: {image: new, expose: [3], user: v, labels: {b: 2, c: 3}, restart: !reset always}',
      ].join('\n'),
    };
    const { services } = await loadFiles(files, { files: ['a.yml', 'b.yml'] });
    const { image, expose, user, labels, restart } = services.web ?? {};
    expect({ image, expose, user, labels, restart }).toEqual({
      image: 'new',
      expose: ['2'],
      labels: { a: '1', c: '3' },
    });
  });

  test('and its relative paths start at the folder of their file', async () => {
    const others = {
      'one/b.yml': 'services: {base: {extends: {file: two/c.yml, service: root}, env_file: b.env}}',
      'one/two/c.yml': 'services: {root: {image: r, env_file: c.env}}',
      'one/b.env': 'B=1',
      'one/two/c.env': 'C=1',
      'a.env': 'A=1',
    };
    const services = '  web: {extends: {file: one/b.yml, service: base}, env_file: [a.env]}';
    expect(await said(services, ['environment'], others)).toEqual({ web: { environment: { A: '1', B: '1', C: '1' } } });
  });

  test('and every value knows the file that says it', async () => {
    const others = { 'b.yml': 'services:\n  base:\n    image: b\n    labels: [x=1]\n' };
    const { where } = await loadServices(
      '  web:\n    extends: {file: b.yml, service: base}\n    labels: {y: 2}\n',
      others,
    );
    const places = [['image'], ['labels', 'x'], ['labels', 'y']].map((path) => where(['services', 'web', ...path]));
    expect(places.map((place) => `${place?.file}:${place?.line}:${place?.column}`)).toEqual([
      'b.yml:3:12',
      'b.yml:4:14',
      'a.yml:4:17',
    ]);
  });
});

describe('it is refused', () => {
  const why = 'why: extends looks in one file: not in those it includes, nor in other files of the project\n';
  test.each([
    [
      'what is not there',
      '  web: {extends: bse}\n  base: {image: b}',
      `service web extends "bse", which is not a service of a.yml: did you mean "base"?\na.yml:2:18\n    web: {extends: bse}\n${why}do: name one of base\n`,
    ],
    [
      'what is not there in another file',
      '  web: {extends: {file: b.yml, service: nope}}',
      `service web extends "nope", which is not a service of b.yml\na.yml:2:41\n    web: {extends: {file: b.yml, service: nope}}\n${why}do: name one of a\n`,
    ],
    [
      'a file without services',
      '  web: {extends: {file: none.yml, service: a}}',
      `service web extends "a", which is not a service of none.yml\na.yml:2:44\n    web: {extends: {file: none.yml, service: a}}\n${why}do: write services in none.yml\n`,
    ],
    [
      'a file that is not there',
      '  web: {extends: {file: nope.yml, service: a}}',
      'there is no file nope.yml\na.yml:2:44\n    web: {extends: {file: nope.yml, service: a}}\ndo: look at the name and the folder\n',
    ],
    [
      'a circle',
      '  a: {extends: b}\n  b: {extends: a}',
      'services extend each other in a circle: a (a.yml) -> b (a.yml) -> a (a.yml)\na.yml:3:16\n    b: {extends: a}\ndo: take one of these extends out\n',
    ],
    [
      'a circle through another file',
      '  a: {extends: {file: b.yml, service: a}}',
      'services extend each other in a circle: a (a.yml) -> a (b.yml) -> a (a.yml)\nb.yml:1:48\n  services: {a: {extends: {file: a.yml, service: a}}}\ndo: take one of these extends out\n',
    ],
    [
      'no service',
      '  a: {extends: {file: b.yml}}',
      'service a: extends has no service\na.yml:2:16\n    a: {extends: {file: b.yml}}\ndo: add service\n',
    ],
    [
      'what is no name',
      '  a: {extends: [b]}',
      'service a: extends must be the name of a service, or a map with service, not a list\na.yml:2:16\n    a: {extends: [b]}\ndo: write the name of a service, or a map with service\n',
    ],
    [
      'a bad value, where it stands',
      '  a: {extends: {file: bad.yml, service: bad}}',
      'service a: image must be text, not a list\nbad.yml:1:18\n  services: {bad: {image: [1]}}\ndo: write text\n',
    ],
  ])('%s', async (_, services, text) => {
    const others = {
      'b.yml': 'services: {a: {extends: {file: a.yml, service: a}}}',
      'none.yml': 'name: none',
      'bad.yml': 'services: {bad: {image: [1]}}',
    };
    expect(await problemOf(loadServices(services, others))).toBe(text);
  });
});

describe('it ends', () => {
  test('where services extend each other without end', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `  s${n}: {extends: s${n + 1}}`);
    expect(await problemOf(loadServices(`${names.join('\n')}\n  s60: {image: x}`))).toBe(
      'service s0 extends a service that extends a service, more than 50 times\na.yml:52:18\n    s50: {extends: s51}\ndo: extend what is meant at once\n',
    );
  });

  test('where many extend one that is large', async () => {
    const labels = Array.from({ length: 1000 }, (_, n) => `l${n}: 1`).join(', ');
    const names = Array.from({ length: 300 }, (_, n) => `  s${n}: {extends: big}`).join('\n');
    expect(await problemOf(loadServices(`${names}\n  big: {image: x, labels: {${labels}}}`))).toBe(
      'services have more than 200,000 values with what they extend\na.yml:201:19\n    s199: {extends: big}\ndo: extend smaller services, or fewer times\n',
    );
  });
});
