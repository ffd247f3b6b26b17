import type { Plan, Step } from '../plan/index.ts';

type Hue = 'green' | 'yellow' | 'red' | 'cyan';

interface Words {
  /** How a plan marks it. */
  sign: string;
  hue: Hue;
  /** Before the subject in a plan; empty where the subject says it (`network demo_default`). */
  verb: string;
  doing: string;
  done: string;
}

/** What every kind of step is called, before, while and after it runs. */
export const KINDS: Record<Step['kind'], Words> = {
  pull: { sign: '~', hue: 'cyan', verb: 'pull', doing: 'pulling', done: 'pulled' },
  network: { sign: '+', hue: 'green', verb: '', doing: 'creating', done: 'created' },
  renew: { sign: '-/+', hue: 'yellow', verb: 'replace', doing: 'replacing', done: 'replaced' },
  volume: { sign: '+', hue: 'green', verb: '', doing: 'creating', done: 'created' },
  build: { sign: '~', hue: 'cyan', verb: 'build', doing: 'building', done: 'built' },
  bring: { sign: '+', hue: 'green', verb: 'bring', doing: 'bringing', done: 'brought' },
  tidy: { sign: '-', hue: 'red', verb: 'remove', doing: 'removing', done: 'removed' },
  tag: { sign: '~', hue: 'cyan', verb: 'tag', doing: 'tagging', done: 'tagged' },
  forget: { sign: '-', hue: 'red', verb: 'remove', doing: 'removing', done: 'removed' },
  create: { sign: '+', hue: 'green', verb: 'create', doing: 'creating', done: 'created' },
  update: { sign: '~', hue: 'yellow', verb: 'update', doing: 'updating', done: 'updated' },
  start: { sign: '>', hue: 'green', verb: 'start', doing: 'starting', done: 'started' },
  wait: { sign: '~', hue: 'cyan', verb: 'wait for', doing: 'waiting', done: 'healthy' },
  replace: { sign: '-/+', hue: 'yellow', verb: 'replace', doing: 'replacing', done: 'replaced' },
  refresh: { sign: '~', hue: 'yellow', verb: 'refresh', doing: 'refreshing', done: 'refreshed' },
  retire: { sign: '-', hue: 'red', verb: 'retire', doing: 'retiring', done: 'retired' },
  revert: { sign: '-/+', hue: 'yellow', verb: 'revert', doing: 'reverting', done: 'reverted' },
  complete: { sign: '~', hue: 'cyan', verb: 'wait for', doing: 'waiting', done: 'completed' },
  ready: { sign: '~', hue: 'cyan', verb: 'wait for', doing: 'waiting', done: 'ready' },
  stop: { sign: '.', hue: 'yellow', verb: 'stop', doing: 'stopping', done: 'stopped' },
  restart: { sign: '>', hue: 'green', verb: 'restart', doing: 'restarting', done: 'restarted' },
  kill: { sign: '.', hue: 'red', verb: 'kill', doing: 'killing', done: 'killed' },
  pause: { sign: '.', hue: 'yellow', verb: 'pause', doing: 'pausing', done: 'paused' },
  unpause: { sign: '>', hue: 'green', verb: 'unpause', doing: 'unpausing', done: 'unpaused' },
  remove: { sign: '-', hue: 'red', verb: 'remove', doing: 'removing', done: 'removed' },
  record: { sign: '~', hue: 'cyan', verb: 'write', doing: 'writing', done: 'written' },
};

/** What is counted of a step. */
interface Counted {
  kind: string;
  target?: string;
}

interface Category {
  has: (step: Counted) => boolean;
  planned: string;
  done: string;
  /** Counted only where nothing of the first rank is: a network, say, besides the containers that it is for. */
  second?: true;
}

const CATEGORIES: Category[] = [
  { has: (step) => step.kind === 'create', planned: 'create', done: 'created' },
  { has: (step) => step.kind === 'replace', planned: 'replace', done: 'replaced' },
  { has: (step) => step.kind === 'update', planned: 'update', done: 'updated' },
  { has: (step) => step.kind === 'revert', planned: 'revert', done: 'reverted' },
  { has: (step) => step.kind === 'refresh', planned: 'refresh', done: 'refreshed' },
  { has: (step) => step.kind === 'start', planned: 'start', done: 'started' },
  { has: (step) => step.kind === 'stop', planned: 'stop', done: 'stopped' },
  { has: (step) => step.kind === 'restart', planned: 'restart', done: 'restarted' },
  { has: (step) => step.kind === 'kill', planned: 'kill', done: 'killed' },
  { has: (step) => step.kind === 'pause', planned: 'pause', done: 'paused' },
  { has: (step) => step.kind === 'unpause', planned: 'unpause', done: 'unpaused' },
  { has: (step) => removes(step, 'container'), planned: 'remove', done: 'removed' },
  { has: (step) => removes(step, 'volume'), planned: 'remove volume', done: 'volume removed' },
  { has: (step) => removes(step, 'data'), planned: 'remove folder', done: 'folder removed' },
  { has: (step) => removes(step, 'image'), planned: 'remove image', done: 'image removed', second: true },
  { has: (step) => removes(step, 'network'), planned: 'remove network', done: 'network removed', second: true },
  { has: (step) => step.kind === 'network', planned: 'network', done: 'network created', second: true },
  { has: (step) => step.kind === 'renew', planned: 'network', done: 'network replaced', second: true },
  { has: (step) => step.kind === 'volume', planned: 'volume', done: 'volume created', second: true },
  { has: (step) => step.kind === 'bring', planned: 'bring', done: 'brought', second: true },
  { has: (step) => step.kind === 'forget', planned: 'forget', done: 'forgotten', second: true },
  { has: (step) => step.kind === 'tidy', planned: 'tidy', done: 'tidied', second: true },
  { has: (step) => step.kind === 'tag', planned: 'tag', done: 'tagged', second: true },
  { has: (step) => step.kind === 'build', planned: 'build', done: 'built', second: true },
  { has: (step) => step.kind === 'pull', planned: 'pull', done: 'pulled', second: true },
  { has: (step) => step.kind === 'wait', planned: 'wait', done: 'healthy', second: true },
  { has: (step) => step.kind === 'complete', planned: 'wait', done: 'completed', second: true },
  { has: (step) => step.kind === 'ready', planned: 'wait', done: 'ready', second: true },
];

function removes(step: Counted, target: string): boolean {
  return step.kind === 'remove' && step.target === target;
}

/** `['2 create', '1 replace']`, or what they have become: `['2 created', '1 replaced']`. */
export function tally(steps: readonly Counted[], tense: 'planned' | 'done'): string[] {
  const counts = CATEGORIES.map((category) => ({ category, n: steps.filter(category.has).length })).filter(
    ({ n }) => n > 0,
  );
  const first = counts.filter(({ category }) => !category.second);
  return (first.length > 0 ? first : counts).map(({ category, n }) => `${n} ${category[tense]}`);
}

/** What a plan calls a step: `create redis-1`, `network demo_default`. */
export function titleOf(kind: Step['kind'], subject: string): string {
  const { verb } = KINDS[kind];
  return verb === '' ? subject : `${verb} ${subject}`;
}

/** Whether people would see nothing happen. */
export function changesNothing(plan: Pick<Plan, 'steps'>): boolean {
  return shown(plan.steps).length === 0;
}

/** Steps that people are told of beforehand: records are housekeeping, and what may not be called for is left out. */
export function shown(steps: readonly Step[]): Step[] {
  return steps.filter((step) => step.kind !== 'record' && !isConditional(step));
}

/** Whether such a step is done only when others have ended in one way. */
export function isConditional({ kind, follows }: Pick<Step, 'kind' | 'follows'>): boolean {
  return kind === 'retire' || kind === 'revert' || follows !== undefined;
}
