import type { Job } from './workloads.ts';

/** How a ship is logged in to, without the command: `ssh -F FILE ADDRESS`. */
export type Login = (ship: number) => string;

/** The least that anyone can do: look at every ship at once. */
export function bareLook(ships: readonly number[], login: Login): string {
  return atOnce(ships.map((ship) => `${login(ship)} docker ps >/dev/null`));
}

/** A start written by hand: level after level, one ssh a ship in each, all ships and all containers of a level at once. */
export function handStart(levels: readonly Job[][], login: Login): string {
  const met = new Set<number>();
  return levels
    .map((jobs) =>
      onShips(jobs, login, (ship, own) => {
        const network = met.has(ship) ? [] : ['docker network create byhand >/dev/null'];
        met.add(ship);
        const runs = own.map(
          ({ name, words }) => `docker run -d --name ${name} --network byhand ${words} >/dev/null &`,
        );
        return [...network, ...runs, 'wait'];
      }),
    )
    .join('\n');
}

/** A stop written by hand: the levels from the last to the first. */
export function handStop(levels: readonly Job[][], login: Login): string {
  const stop = (_: number, own: Job[]) => [`docker stop ${own.map(({ name }) => name).join(' ')} >/dev/null`];
  return [...levels]
    .reverse()
    .map((jobs) => onShips(jobs, login, stop))
    .join('\n');
}

function onShips(jobs: readonly Job[], login: Login, commands: (ship: number, own: Job[]) => string[]): string {
  const ships = [...new Set(jobs.map(({ ship }) => ship))];
  const own = (ship: number) => jobs.filter((job) => job.ship === ship);
  return atOnce(ships.map((ship) => `${login(ship)} '${commands(ship, own(ship)).join('\n')}'`));
}

// In sh, `wait` alone forgets how its jobs ended.
function atOnce(commands: readonly string[]): string {
  const jobs = commands.map((command) => `${command} & jobs="$jobs $!"`);
  return ['jobs=', ...jobs, 'for job in $jobs; do wait $job || exit 1; done'].join('\n');
}
