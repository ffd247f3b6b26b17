import { expect, test } from 'vitest';
import { dependencies, parseLink, pathKey } from '../../src/lib/compose/index.ts';

test.each([
  ['redis', { service: 'redis', alias: 'redis' }],
  ['redis:cache', { service: 'redis', alias: 'cache' }],
])('the link %s', (link, names) => {
  expect(parseLink(link)).toEqual(names);
});

test('a service waits for its depends_on, and for its links to be started', () => {
  const depends_on = {
    db: { condition: 'service_healthy', required: true },
    mail: { condition: 'service_started', required: false },
  } as const;
  expect(dependencies({ depends_on, links: ['redis:cache', 'db', 'redis:store'] })).toEqual([
    { name: 'db', condition: 'service_healthy', required: true },
    { name: 'mail', condition: 'service_started', required: false },
    { name: 'redis', condition: 'service_started', required: true },
  ]);
});

test.each([
  [['services', 'web', 'ports', 0], '/services/web/ports/0'],
  [['a/b', '~c'], '/a~1b/~0c'],
  [[], ''],
])('the path %j as one string', (path, key) => {
  expect(pathKey(path)).toBe(key);
});
