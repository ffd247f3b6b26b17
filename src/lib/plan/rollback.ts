import { join } from 'node:path';
import type { Project } from '../compose/index.ts';
import type { DeployRecord, Observed, Source } from '../docker/index.ts';
import { EXIT, Problem } from '../problem.ts';
import { agreedRecord } from './agreement.ts';
import { backTo } from './back.ts';
import { deploysOf } from './history.ts';
import { shipsInOrder } from './order.ts';
import { type Identity, planStart } from './start.ts';
import type { Plan } from './types.ts';
import { list } from './words.ts';

export interface RollbackOptions extends Identity {
  /** The beginning of a deploy's id; without it the last that went well and was another. */
  to?: string | undefined;
}

/**
 * The steps that bring back what a deploy left, on the ships of today; `today` has read this machine's content where it
 * could. Networks, volumes and data stay as they are.
 * @throws Problem for a deploy that is not known or can't be gone back to
 */
export function planRollback(today: Project, seen: readonly Observed[], options: RollbackOptions): Plan {
  const fleet = shipsInOrder(today, seen);
  const current = agreedRecord(fleet);
  const then = options.to === undefined ? lastGood(fleet, current) : named(fleet, options.to);
  const { source } = then;
  const reason = whyNot(then);
  if (!source || reason) {
    throw new Problem({ what: `deploy ${then.deploy} cannot be gone back to`, ...reason, exit: EXIT.failed });
  }
  const { deploy, who, when } = options;
  return planStart(projectOf(then, source, today), fleet, {
    ...{ deploy, who, when, verb: `rollback to ${then.deploy}` },
    ...{ run: true, services: [], removeOrphans: true, builds: 'never' },
    back: backTo(then, fleet, today.contents),
  });
}

/** Why a deploy can't be gone back to, and what helps. */
function whyNot({ source, placement }: DeployRecord): { why: string; remedy: string } | undefined {
  if (!source) {
    const why = 'it was recorded by an older Compowarm, which did not keep what it was planned from';
    return { why, remedy: 'start with the file of then' };
  }
  if (Object.keys(placement).length > 0) return undefined;
  return { why: 'it left no container', remedy: 'say down to take everything down' };
}

function named(fleet: readonly Observed[], prefix: string): DeployRecord {
  const all = deploysOf(fleet);
  const [found, ...more] = all.filter(({ deploy }) => prefix !== '' && deploy.startsWith(prefix));
  if (found && more.length === 0) return found;
  const some = found ? [found, ...more] : all;
  const known = some.map(({ deploy }) => deploy);
  throw new Problem({
    what: found ? `several deploys begin with ${prefix}` : `no ship knows a deploy ${prefix}`,
    remedy: known.length > 0 ? `it is one of ${known.join(', ')}: see history` : 'there is none yet',
  });
}

/** The last deploy before the one in force that went well, and, where that went well too, left something else. */
function lastGood(fleet: readonly Observed[], current: DeployRecord | undefined): DeployRecord {
  const before = deploysOf(fleet).filter(({ deploy }) => deploy !== current?.deploy);
  const isAnother = (one: DeployRecord) => current?.outcome !== 'done' || left(one) !== left(current);
  const good = before.find((one) => one.outcome === 'done' && !whyNot(one) && isAnother(one));
  if (good) return good;
  const known = before.map(({ deploy }) => deploy);
  throw new Problem({
    what: 'there is no deploy to go back to',
    why: current
      ? `none before the one in force (${current.deploy}) went well and left something else`
      : 'no ship knows of any',
    remedy: known.length > 0 ? `name one: ${list(known)}` : 'change the file, and start',
    exit: EXIT.failed,
  });
}

/** What a deploy left, as one text. */
function left(record: DeployRecord | undefined): string {
  const { specs = {}, placement = {}, images = {} } = record ?? {};
  const replicas = Object.keys(placement).sort();
  return JSON.stringify(replicas.map((one) => [one, placement[one], specs[one]?.hash, images[one]?.id]));
}

/** The project of then, with the ships of today. */
function projectOf({ files = [] }: DeployRecord, source: Source, today: Project): Project {
  const { masked, local, contents, ...said } = source;
  return {
    ...said,
    ...{ name: today.name, ships: today.ships, directory: today.directory },
    files: files.map((file) => join(today.directory, file)),
    ...{ pairs: {}, configs: {}, secrets: {}, models: {}, extensions: {} },
    ...{ masked: new Set(masked), local: new Set(local) },
    ...(contents ? { contents } : {}),
    where: () => undefined,
    lookup: () => undefined,
    warnings: [],
  };
}
