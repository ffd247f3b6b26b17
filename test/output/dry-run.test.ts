import { expect, it } from 'vitest';
import { dryRunText } from '../../src/lib/output/index.ts';
import { plan, step } from './given.ts';

const A = '192.168.1.83';
const B = '192.168.1.84';

const PLAN = plan({
  steps: [
    step({ id: '1', ship: A, kind: 'network', subject: 'network demo_default' }),
    step({ id: '2', ship: A, kind: 'create', subject: 'redis-1', after: ['1'] }),
    step({ id: '3', ship: B, kind: 'create', subject: 'web-1', after: ['2'] }),
  ],
  adopted: [{ replica: 'web-1', ship: '192.168.1.83' }],
  unknown: [{ replica: 'db-1', ship: '192.168.1.85', why: 'no route to host' }],
  warnings: ['two\nlines $(reboot)'],
  risky: ['remove old-1'],
});

it('is a runbook: commands per ship, all else in comments', () => {
  const commands = [
    { ship: A, subject: 'network demo_default', lines: ['docker network create demo_default'] },
    { ship: B, subject: 'web-1', lines: ['docker pull web', 'docker run -d --name demo-web-1 web'] },
    { ship: A, subject: 'redis-1', lines: ['docker run -d --name demo-redis-1 redis'] },
  ];
  expect(dryRunText(PLAN, commands)).toBe(
    `# ship 192.168.1.83
# network demo_default
docker network create demo_default
# redis-1
docker run -d --name demo-redis-1 redis

# ship 192.168.1.84
# web-1
#   after redis-1 on 192.168.1.83
docker pull web
docker run -d --name demo-web-1 web

# adopted: web-1 on 192.168.1.83, which docker compose made
# unknown: db-1 on 192.168.1.85: no route to host
# warning: two lines $(reboot)
# wants a yes: remove old-1`,
  );
});

it('says so when there is nothing to do', () => {
  expect(dryRunText(plan({}), [])).toBe('# nothing to do');
});
