import type { Project } from '../compose/index.ts';
import {
  type DeployRecord,
  type Image,
  imageName,
  isReachable,
  type Observation,
  type Observed,
} from '../docker/index.ts';
import { agreedRecord } from './agreement.ts';
import { removeContainer } from './change-container.ts';
import { deploysOf } from './history.ts';
import { shipsInOrder } from './order.ts';
import { KEPT_DEPLOYS } from './source.ts';
import type { Identity } from './start.ts';
import { type Steps, steps } from './steps.ts';
import { tidyShips } from './tidy.ts';
import type { Plan } from './types.ts';
import { list } from './words.ts';

/** What may be needed again, and what deploys before that used. */
interface Past {
  kept: readonly DeployRecord[];
  older: readonly DeployRecord[];
  /** Names by which deploys used images, as docker lists them. */
  names: ReadonlySet<string>;
}

/**
 * Removes what none of the last five deploys used: content of laptops, images that deploys before them used, the records
 * of those, and containers that were no good and kept for a look. All others, networks and volumes stay.
 */
export function planPrune(project: Project, seen: readonly Observed[], { deploy }: Identity): Plan {
  const fleet = shipsInOrder(project, seen);
  agreedRecord(fleet);
  const reachable = fleet.filter(isReachable);
  const deploys = deploysOf(fleet);
  const specs = deploys.flatMap((record) => Object.values(record.specs));
  const past: Past = {
    kept: deploys.slice(0, KEPT_DEPLOYS),
    older: deploys.slice(KEPT_DEPLOYS),
    names: new Set(specs.map(({ config }) => imageName(config.image))),
  };
  const plan = steps();
  const risky = reachable.flatMap((ship) => {
    const failed = removeFailed(plan, project, ship);
    return [...failed.texts, ...pruneImages(plan, ship, past, failed.steps), ...forget(plan, ship, past)];
  });
  tidyShips(plan, reachable, past.kept.flatMap(contentOf));
  const tidied = plan.list.flatMap((step) =>
    step.kind === 'tidy' ? [`content that no deploy of late used is removed from ${step.ship}`] : [],
  );
  const silent = fleet.flatMap((one) => (isReachable(one) ? [] : [one.ship]));
  return {
    project: project.name,
    deploy,
    steps: plan.list,
    ...{ unchanged: [], places: [], unknown: [] },
    risky: [...risky, ...tidied],
    warnings: [...project.warnings, ...(silent.length > 0 ? [`nothing is removed from ${list(silent)}`] : [])],
  };
}

function contentOf({ specs }: DeployRecord): string[] {
  return Object.values(specs).flatMap(({ files = [] }) => files.map(({ id }) => id));
}

/** Removes the containers that were kept for a look. */
function removeFailed(plan: Steps, project: Project, { ship, failed }: Observation) {
  const steps = failed.map((container) => {
    const replica = `${container.service}-${container.number}`;
    return removeContainer(plan, project, { replica, container, ship, why: 'it failed, and was kept for a look' }, []);
  });
  return { steps, texts: failed.map(({ name }) => `${name} is removed from ${ship}`) };
}

/** A step for each image that only older deploys used and that goes by no name of anybody else. */
function pruneImages(plan: Steps, ship: Observation, { kept, older, names }: Past, after: string[]): string[] {
  const used = new Set([...kept.flatMap(imagesOf), ...ship.containers.map(({ imageId }) => imageId)]);
  const were = new Set(older.flatMap(imagesOf));
  const goes = ({ id, names: own }: Image) =>
    were.has(id) && !used.has(id) && tagsOf(own).every((name) => names.has(name));
  return ship.images.filter(goes).map(({ id, names: own }) => {
    const tags = tagsOf(own);
    const text = `image ${tags.length > 0 ? list(tags) : id.replace(/^sha256:/, '').slice(0, 12)}`;
    for (const name of tags.length > 0 ? tags : [id]) {
      const common = { ship: ship.ship, after, subject: text, why: 'none of the last deploys used it' };
      plan.add({ ...common, kind: 'remove', target: 'image', name });
    }
    return `${text} is removed from ${ship.ship}`;
  });
}

function imagesOf({ images = {} }: DeployRecord): string[] {
  return Object.values(images).map(({ id }) => id);
}

function tagsOf(names: readonly string[]): string[] {
  return names.filter((name) => !name.includes('@'));
}

/** A step that removes the records of older deploys from a ship. */
function forget(plan: Steps, ship: Observation, { older }: Past): string[] {
  const known = new Set(older.map(({ deploy }) => deploy));
  const gone = (ship.history ?? []).filter(({ deploy }) => known.has(deploy));
  if (gone.length === 0) return [];
  plan.add({
    ...{
      kind: 'forget',
      ship: ship.ship,
      after: [],
      subject: 'old records',
      why: 'they are older than the last deploys',
    },
    deploys: gone.map(({ generation, deploy }) => `${generation}-${deploy}`),
  });
  return [`${ship.ship} forgets ${list(gone.map(({ deploy }) => `deploy ${deploy}`))}`];
}
