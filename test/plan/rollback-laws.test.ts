import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Observed, recordText } from '../../src/lib/docker/index.ts';
import { back, deployed, ended } from './deploys.ts';
import { type ProjectParts, port } from './helpers.ts';
import { empty } from './starting.ts';
import { containersIn, recordOn } from './world.ts';

const SHIPS = ['s1', 's2', 's3'];

const service = fc.record({
  image: fc.constantFrom('app:1', 'app:2'),
  environment: fc.record({ A: fc.constantFrom('1', '2') }),
  ports: fc.boolean().map((publishes) => (publishes ? [port(80)] : [])),
  deploy: fc.record({ replicas: fc.integer({ min: 1, max: 3 }) }),
});
const file = fc
  .record({ web: service, api: service, job: service }, { requiredKeys: [] })
  .filter((services) => Object.keys(services).length > 0)
  .map((services): ProjectParts => ({ services, ships: SHIPS }));

/** What the record says of containers, and what runs. */
function state(fleet: readonly Observed[]) {
  const { specs, placement, images } = JSON.parse(recordText(recordOn(fleet, 's1')));
  return { record: JSON.stringify({ specs, placement, images }), containers: containersIn(fleet) };
}

test('the way back to any deploy leads to what it left, to the byte', () => {
  fc.assert(
    fc.property(fc.array(file, { minLength: 2, maxLength: 5 }), fc.nat(), (files, pick) => {
      const fleets: Observed[][] = [];
      for (const [index, parts] of files.entries()) {
        fleets.push(deployed(fleets.at(-1) ?? empty(SHIPS), parts, `deploy${index}`));
      }
      const last = fleets.at(-1) ?? [];
      const then = pick % files.length;
      // one that changed nothing is none
      const deploy = recordOn(fleets[then] ?? [], 's1').deploy;
      const now = ended(last, back(last, files.at(-1) as ProjectParts, deploy));
      expect(state(now)).toEqual(state(fleets[then] ?? []));
    }),
    { numRuns: 60 },
  );
});
