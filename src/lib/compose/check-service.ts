import { Problem } from '../problem.ts';
import { locate, type Mark } from './node.ts';
import type { Path, Service } from './types.ts';

/** A key of a service, the place under `deploy.resources` that says the same, and what each says. */
type Twice = readonly [
  key: 'cpus' | 'mem_limit' | 'mem_reservation' | 'pids_limit',
  of: 'limits' | 'reservations',
  place: 'cpus' | 'memory' | 'pids',
];

const twice: readonly Twice[] = [
  ['cpus', 'limits', 'cpus'],
  ['mem_limit', 'limits', 'memory'],
  ['mem_reservation', 'reservations', 'memory'],
  ['pids_limit', 'limits', 'pids'],
];

/** Throws a Problem where one service contradicts itself, or names another that cannot be what is wanted of it. */
export function checkService(
  name: string,
  service: Service,
  services: Readonly<Record<string, Service>>,
  mark: (path: Path) => Mark,
): void {
  const fail = (path: Path, what: string, remedy: string): never => {
    throw new Problem({ what: `service ${name} ${what}`, where: locate(mark(['services', name, ...path])), remedy });
  };
  for (const [key, of, place] of twice) {
    const there = service.deploy?.resources?.[of];
    if (service[key] === undefined || there === undefined || there[place] === service[key]) continue;
    const other = `deploy.resources.${of}.${place}`;
    fail(
      [key],
      `says ${service[key]} as ${key} and ${there[place] ?? 'nothing'} as ${other}`,
      `write both, or ${other} alone`,
    );
  }
  const { platform, build, develop } = service;
  if (platform !== undefined && build?.platforms?.length && !build.platforms.includes(platform)) {
    fail(['build', 'platforms'], `is built for other platforms than its own, ${platform}`, `add ${platform}`);
  }
  for (const [context, written] of Object.entries(build?.additional_contexts ?? {})) {
    const [, other] = /^service:(.*)$/.exec(written) ?? [];
    if (other === undefined || services[other]?.build) continue;
    const why = services[other] ? 'which is not built' : 'which is not a service';
    fail(
      ['build', 'additional_contexts', context],
      `builds with "${other}", ${why}`,
      'name a service that has a build',
    );
  }
  for (const [index, { action, target }] of (develop?.watch ?? []).entries()) {
    if (target || action === 'rebuild' || action === 'restart') continue;
    fail(
      ['develop', 'watch', index],
      `watches files without a target for ${action}`,
      'add target, a path in the container',
    );
  }
}
