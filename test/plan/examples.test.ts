import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load, type Project } from '../../src/lib/compose/index.ts';
import { imageName, type Observed } from '../../src/lib/docker/index.ts';
import { planText } from '../../src/lib/output/index.ts';
import { planStart } from '../../src/lib/plan/index.ts';
import { observation } from './helpers.ts';
import { second } from './starting.ts';

/** The examples of docs/PLACEMENT.md: a heading, a file, and the plan that it gives. */
const EXAMPLES = [
  ...readFileSync(new URL('../../docs/PLACEMENT.md', import.meta.url), 'utf8').matchAll(
    /\n### ([^\n]+)\n(?:(?!\n###? ).)*?```yaml\n(.*?)```\n\n```text\n(.*?)\n```/gs,
  ),
].map(([, title = '', file = '', plan = '']): [string, string, string] => [title, file, plan]);

async function read(text: string): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    writeFileSync(join(folder, 'docker.yml'), text);
    return await load({ cwd: folder, env: {}, projectName: 'demo' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Ships that have the images and networks of a project, and nothing else. */
function fleetOf({ ships, services, networks }: Project): Observed[] {
  const images = Object.values(services).map(({ image }) => ({ id: `sha256:${image}`, names: [imageName(image)] }));
  const there = Object.values(networks).map(({ name }) => ({ name, driver: 'bridge', labels: {} }));
  return ships.map(({ name }) => observation(name, { address: name, images, networks: there }));
}

test('are the worked ones, among others', () => {
  expect(EXAMPLES.map(([title]) => title)).toEqual(
    expect.arrayContaining([
      'A published web, an unpublished api and db',
      'Three replicas of a published web, and a published redis',
      'Two apps on networks of their own',
    ]),
  );
});

test.each(EXAMPLES)('%s', async (_, file, expected) => {
  const project = await read(file);
  const options = { ...second, run: true, services: [], removeOrphans: false };
  const ships = project.ships.map(({ name }) => name);
  const { warnings: __, ...plan } = planStart(project, fleetOf(project), options);
  expect(planText({ ...plan, warnings: [] }, { color: false, ships })).toBe(expected);
});
