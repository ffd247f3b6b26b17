import { expect, test } from 'vitest';
import { loadFiles } from './files.ts';

const files = {
  'a.yml': `x-base: &base
  restart: always
services:
  web:
    <<: *base
    image: nginx
    ports:
      - "3000-3001:3000-3001"
      - "80:80"
    links: [db]
    depends_on: [cache]
    networks: [front]
    labels: [a=1]
    scale: 2
  db: {image: pg, x-ships: [b]}
  cache: {image: redis}
networks:
  front: {driver: bridge}
ships:
  - a
  - {host: b, port: 22}
`,
  'b.yml': `services:
  web:
    image: nginx:2
    ports: ["81:81"]
    labels: {b: 2}
`,
};

test('every value of the project knows the file and line it came from, or its nearest ancestor’s', async () => {
  const { where } = await loadFiles(files, { files: ['a.yml', 'b.yml'] });
  const at = (...path: (string | number)[]) => {
    const { file, line, column } = where(path) ?? {};
    return `${path.join('.')} ${file}:${line}:${column}`;
  };
  expect([
    at('services'),
    at('services', 'web'),
    at('services', 'web', 'restart'),
    at('services', 'web', 'image'),
    at('services', 'web', 'ports'),
    at('services', 'web', 'ports', 1),
    at('services', 'web', 'ports', 2, 'target'),
    at('services', 'web', 'ports', 3),
    at('services', 'web', 'links', 0),
    at('services', 'web', 'depends_on', 'cache', 'condition'),
    at('services', 'web', 'depends_on', 'db'),
    at('services', 'web', 'networks', 'front'),
    at('services', 'web', 'labels', 'a'),
    at('services', 'web', 'labels', 'b'),
    at('services', 'web', 'scale'),
    at('services', 'web', 'user'),
    at('services', 'db', 'ships', 0),
    at('networks', 'front', 'driver'),
    at('networks', 'default'),
    at('ships', 0),
    at('ships', 1, 'port'),
    at('nowhere'),
  ]).toEqual([
    'services a.yml:3:1',
    'services.web a.yml:4:3',
    'services.web.restart a.yml:2:12',
    'services.web.image b.yml:3:12',
    'services.web.ports a.yml:7:5',
    'services.web.ports.1 a.yml:8:9',
    'services.web.ports.2.target a.yml:9:9',
    'services.web.ports.3 b.yml:4:13',
    'services.web.links.0 a.yml:10:13',
    'services.web.depends_on.cache.condition a.yml:11:18',
    'services.web.depends_on.db a.yml:10:13',
    'services.web.networks.front a.yml:12:16',
    'services.web.labels.a a.yml:13:14',
    'services.web.labels.b b.yml:5:17',
    'services.web.scale a.yml:14:12',
    'services.web.user a.yml:4:3',
    'services.db.ships.0 a.yml:15:29',
    'networks.front.driver a.yml:18:19',
    'networks.default a.yml:17:1',
    'ships.0 a.yml:20:5',
    'ships.1.port a.yml:21:21',
    'nowhere a.yml:1:1',
  ]);
});
