import { type Project, withDependencies } from '../../lib/compose/index.ts';
import { type Cargo, readContents } from '../../lib/files/index.ts';
import { builtHere, type Plan, withWeights } from '../../lib/plan/index.ts';

/**
 * The project with what a plan may know of this machine's content for the containers of some services (all when none is
 * named) and of what they need, and what packs it.
 * @throws Problem for content that is not there, may not be read, or is not the project's
 */
export async function withContents(
  project: Project,
  services: readonly string[],
): Promise<{ project: Project; cargo: Cargo }> {
  const cargo = await readContents(project, withDependencies(project, services));
  return { project: { ...project, contents: cargo.contents }, cargo };
}

/**
 * The plan with the size of all that its images are built from.
 * @throws Problem for a context that is not there or may not be read
 */
export async function weighed(plan: Plan, { weigh }: Pick<Cargo, 'weigh'>): Promise<Plan> {
  const weights = builtHere(plan).map(async (service) => [service, await weigh(service)] as const);
  return withWeights(plan, new Map(await Promise.all(weights)));
}
