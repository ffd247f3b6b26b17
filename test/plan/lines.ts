import type { Change, Plan, Step } from '../../src/lib/plan/index.ts';

/** A plan as text, one line a step: `3 s1: create redis-1 after 1,2 (fewest of this project)`; records without their why. */
export function lines({ steps }: Pick<Plan, 'steps'>): string[] {
  return steps.map((step) => {
    const after = step.after.length > 0 ? ` after ${step.after.join(',')}` : '';
    const behind = step.behind ? ` behind ${step.behind.join(',')}` : '';
    const unless = step.follows?.unless ? ` and not ${step.follows.unless}` : '';
    const follows = step.follows ? ` where ${step.follows.any.join(',')}${unless} made anew` : '';
    const why = step.kind === 'record' ? '' : ` (${step.why})`;
    return `${step.id} ${step.ship}: ${textOf(step)}${after}${behind}${follows}${why}${step.changes.map(changeText).join('')}`;
  });
}

function changeText({ field, old, new: now }: Change): string {
  return `; ${field}: ${old ?? '-'} -> ${now ?? '-'}`;
}

function textOf(step: Step): string {
  switch (step.kind) {
    case 'create':
      return `${step.run ? 'create' : 'make'} ${step.subject}`;
    case 'replace': {
      const from = step.old.name === step.spec.name ? '' : ` from ${step.old.name}`;
      const kept = step.keep.map(({ name, target }) => ` keeping ${name.slice(0, 8)}:${target}`).join('');
      return `replace ${step.subject}${from}${kept}${step.run ? '' : ', not started'}`;
    }
    case 'refresh':
      return `refresh ${step.subject} unless ${step.unless.map(({ kind, name, id }) => `${kind} ${name} is ${id}`).join(', ')}`;
    case 'update':
      return `update ${step.subject} ${step.keys.join(',')}`;
    case 'start':
    case 'wait':
    case 'complete':
    case 'ready':
    case 'restart':
    case 'pause':
    case 'unpause':
    case 'stop': {
      const limit = 'grace' in step ? ` within ${step.grace} s` : 'limit' in step ? ` for ${step.limit} s` : '';
      return `${step.kind} ${step.container}${limit}${'optional' in step ? ', if it does' : ''}`;
    }
    case 'kill':
      return `kill ${step.container}${step.signal === undefined ? '' : ` with ${step.signal}`}`;
    case 'remove':
      return `remove ${step.target} ${step.name.replace(/[0-9a-f]{64}/, 'ID')}`;
    case 'renew':
      return `renew ${step.subject} without ${step.members.map(({ container }) => container).join(',')}`;
    case 'record':
      return step.record ? `record ${step.record.generation} ${step.phase} ${step.record.outcome}` : 'record none';
    case 'tag':
      return `tag ${step.image}${step.digest ? `, pulled as ${step.digest}` : ''}`;
    default:
      return `${step.kind === 'pull' ? 'pull ' : ''}${step.subject}`;
  }
}

/** All of a plan that people see, with what is empty left out. */
export function shown(plan: Plan): Record<string, string[]> {
  const { unchanged, risky, warnings } = plan;
  const adopted = (plan.adopted ?? []).map(({ replica, ship }) => `${replica} ${ship}`);
  const unknown = plan.unknown.map(({ replica, ship, why }) => `${replica} ${ship}: ${why}`);
  const all = { steps: lines(plan), unchanged, adopted, unknown, risky, warnings };
  return Object.fromEntries(Object.entries(all).filter(([, some]) => some.length > 0));
}
