import { type Project, withDependencies } from '../../lib/compose/index.ts';
import { type Cargo, readContents } from '../../lib/files/index.ts';

/**
 * The project with what a plan may know of this machine's content for the containers of some services (all when none is
 * named) and of what they need, and what packs it.
 * @throws Problem for content that is not there, may not be read, or is not the project's
 */
export async function withContents(
  project: Project,
  services: readonly string[],
): Promise<{ project: Project; open: Cargo['open'] }> {
  const { contents, open } = await readContents(project, withDependencies(project, services));
  return { project: { ...project, contents }, open };
}
