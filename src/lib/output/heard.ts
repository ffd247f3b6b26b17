import { painter } from './colour.ts';
import { plain } from './width.ts';

/** A ship that is listened to is not heard any more, and is waited for. */
export function lostLine(ship: string, why: string, color: boolean): string {
  return `${painter(color)('red', 'lost')}: ship ${ship}: ${plain(why)} (waiting until it is back)`;
}

/** It is heard again. */
export function backLine(ship: string, color: boolean): string {
  return `${painter(color)('green', 'back')}: ship ${ship}`;
}

/** It was lost, and nobody waits for it. */
export function cutLine(ship: string, color: boolean): string {
  return `${painter(color)('red', 'lost')}: ship ${ship}: the connection was lost, and not all that it has to tell is here`;
}
