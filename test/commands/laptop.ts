import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Launched, type PaperShip, paperFleet } from '../paper/index.ts';

/** The app of the README: `client` on `ship2` counts in `redis` on `ship1`. */
export const VISITS = `name: visits
redis:
  image: redis
  ports: ["6379:6379"]
client:
  image: flask
  ports: ["5000:5000"]
  links: [redis]
ships: [ship1, ship2]
`;

/** A laptop with this docker.yml in its home, and ships that have the images of the app. */
export async function laptopWith(file: string, size = 2, options: Parameters<typeof paperFleet>[1] = {}) {
  const fleet = await paperFleet(size, options);
  for (const { engine } of fleet.ships) {
    engine.image('flask');
    engine.image('redis');
  }
  await writeFile(path.join(fleet.home, 'docker.yml'), file);
  return fleet;
}

/** The containers of a ship: `NAME STATUS`. */
export function containersOf({ engine }: PaperShip): string[] {
  return engine.containers.map(({ name, status }) => `${name} ${status}`);
}

/** Holds back the next docker command of a ship that begins with these words. */
export function hold({ engine }: PaperShip, ...words: string[]): { reached: Promise<void>; release(): void } {
  let reach = () => {};
  let release = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  engine.intercept = async ({ argv }) => {
    if (!words.every((word, index) => argv[index] === word)) return undefined;
    reach();
    await released;
    return undefined;
  };
  return { reached, release };
}

/** Resolves when the program has said this on standard error. */
export async function says({ child, said }: Launched, text: string): Promise<void> {
  while (!said.stderr.includes(text)) await new Promise((resolve) => child.stderr.once('data', resolve));
}

/** What was said, with how long it took left out: `created (Ns)`. */
export function timeless(text: string): string {
  return text.replace(/\d+\.\d+s|\d+m\d+s/g, 'Ns');
}
