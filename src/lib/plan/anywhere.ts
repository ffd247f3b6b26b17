import { type Project, passedOver } from '../compose/index.ts';
import { placeAnywhere } from './place.ts';

/**
 * Finds what no observation could mend, before any connection.
 * @throws Problem for what ships cannot do, and where no fleet satisfies the file
 */
export function planAnywhere(project: Project): void {
  passedOver(project);
  placeAnywhere(project);
}
