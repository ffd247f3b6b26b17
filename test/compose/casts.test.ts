import { describe, expect, test } from 'vitest';
import { interpolate } from '../../src/lib/compose/interpolate.ts';
import { type Node, plain } from '../../src/lib/compose/node.ts';
import { parse } from '../../src/lib/compose/parse.ts';
import { problemOf } from './files.ts';

/** What a value at a path becomes, and what is warned of. */
function cast(path: string, text: string): unknown[] {
  const keys = path.split('.');
  const value = keys.reduceRight((below, key) => (key === '*' ? `[${below}]` : `{${key}: ${below}}`), text);
  const warnings: string[] = [];
  const [root] = parse({ name: 'f.yml', text: value });
  const read = interpolate(
    root as Node,
    (name) => ({ YES: 'true', TWO: '2' })[name],
    (warning) => warnings.push(warning),
  );
  const get = (node: unknown, key: string) => (node as Record<string, unknown>)[key === '*' ? '0' : key];
  return [keys.reduce(get, plain(read)), ...warnings];
}

describe('a text becomes what its place wants', () => {
  test.each([
    ['services.web.init', '$YES', true],
    ['services.web.privileged', '"FALSE"', false],
    ['services.web.healthcheck.retries', '"${TWO}0"', 20],
    ['services.web.ports.*.target', '"80"', 80],
    ['services.web.ulimits.nofile', '"-1"', -1],
    ['services.web.ulimits.nofile.soft', '$TWO', 2],
    ['services.web.volumes.*.read_only', '$YES', true],
    ['services.web.cpus', '"0.5"', 0.5],
    ['services.web.cpus', '"1e1"', 10],
    ['services.web.deploy.replicas', '$TWO', 2],
    ['services.web.deploy.resources.limits.cpus', '"1e1"', 10],
    ['services.web.external_links', '$YES', 'true'],
    ['services.web.gpus.*.count', '$TWO', '2'],
    ['services.web.ports.*', '$TWO', '2'],
    ['services.web.ports.*.published', '$TWO', '2'],
    ['services.web.env_file.*.required', '$YES', true],
    ['networks.n.external', '$YES', true],
    ['networks.n.external.name', '$YES', 'true'],
    ['networks.n.internal', '$YES', true],
    ['secrets.s.external', '$YES', true],
    ['services.web.init', '5', 5],
    ['services.web.mem_swappiness', '"5"', '5'],
    ['services.web.environment.init', '"true"', 'true'],
    ['x-any.web.init', '"true"', 'true'],
  ])('%s: %s', (path, text, value) => {
    expect(cast(path, text)).toEqual([value]);
  });

  test.each([
    ['yes', true],
    ['On', true],
    ['n', false],
  ])('%s is a word of YAML 1.1, and is warned of', (word, value) => {
    expect(cast('services.web.tty', word)).toEqual([
      value,
      `"${word}" for boolean is not supported by YAML 1.2, please use \`${value}\``,
    ]);
  });

  test('an alias is cast in the one place and not in the other', () => {
    const text = 'x-on: &on "true"\nservices: {web: {init: *on, user: *on}}';
    const [root] = parse({ name: 'f.yml', text });
    const read = interpolate(
      root as Node,
      () => undefined,
      () => {},
    );
    expect(plain(read)).toEqual({ 'x-on': 'true', services: { web: { init: true, user: 'true' } } });
  });
});

describe('it is refused', () => {
  test.each([
    ['init: maybe', 'init', 'boolean: maybe', 'true or false'],
    ['init: ""', 'init', 'boolean: ', 'true or false'],
    ['init: $NONE', 'init', 'boolean: ', 'true or false'],
    ['scale: "1.5"', 'scale', 'integer: 1.5', 'a whole number'],
    ['scale: "0x10"', 'scale', 'integer: 0x10', 'a whole number'],
    ['pids_limit: "99999999999999999999"', 'pids_limit', 'integer: 99999999999999999999', 'a whole number'],
    ['cpus: half', 'cpus', 'number: half', 'a number'],
  ])('%s', async (written, key, invalid, wanted) => {
    const [root] = parse({ name: 'f.yml', text: `services:\n  web:\n    ${written}` });
    const reading = Promise.resolve().then(() =>
      interpolate(
        root as Node,
        () => undefined,
        () => {},
      ),
    );
    expect(await problemOf(reading)).toBe(
      `error while interpolating services.web.${key}: failed to cast to expected type: invalid ${invalid}\n` +
        `f.yml:3:${key.length + 7}\n      ${written}\ndo: write ${wanted}\n`,
    );
  });
});
