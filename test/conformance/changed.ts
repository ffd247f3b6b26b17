import type { Engine } from '../harbor/index.ts';
import type { Created } from './created.ts';
import { type Inspected, type Known, known } from './known.ts';

/** What is known to differ on an engine. */
export function knownOn(engine: Engine): Known[] {
  return known.filter((one) => (one.engine ?? engine) === engine);
}

/** What Compose created, changed by what is known; `met` is called for every known difference that there was. */
export function changed(theirs: Created, ours: Created, all: Known[], met: (one: Known) => void): Created {
  const created = structuredClone(theirs);
  for (const [name, one] of Object.entries(created)) {
    const own = ours[name];
    if (name.startsWith('container ') && own)
      change(one as unknown as Inspected, own as unknown as Inspected, all, met);
  }
  return created;
}

function change(theirs: Inspected, ours: Inspected, all: Known[], met: (one: Known) => void): void {
  const project = theirs.Config.Labels['com.docker.compose.project'];
  for (const one of all.filter((candidate) => [undefined, project].includes(candidate.project))) {
    const before = JSON.stringify(theirs);
    one.change(theirs, ours);
    if (JSON.stringify(theirs) !== before) met(one);
  }
}
