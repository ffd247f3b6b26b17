import { dependencies } from './links.ts';
import type { Service } from './types.ts';

/** Which services are wanted. */
export interface Wanted {
  /** Of the command line, else of COMPOSE_PROFILES; `*` is all. */
  profiles: readonly string[];
  /** Services that the command names: they are on, and with them what they depend on and shares a profile with them. */
  named: readonly string[];
}

type Services = Readonly<Record<string, Service>>;

/** The services that are on, and those that are off with the profiles that would turn them on. */
export function selectByProfile(
  services: Services,
  wanted: Wanted,
): { services: Record<string, Service>; disabled: Record<string, readonly string[]> } {
  const on = servicesOn(services, wanted);
  const entries = Object.entries(services);
  return {
    services: Object.fromEntries(entries.filter(([name]) => on.has(name))),
    disabled: Object.fromEntries(
      entries.filter(([name]) => !on.has(name)).map(([name, { profiles = [] }]) => [name, profiles]),
    ),
  };
}

function servicesOn(services: Services, { profiles, named }: Wanted): Set<string> {
  const known = named.filter((name) => Object.hasOwn(services, name));
  const more = [...profiles, ...known.flatMap((name) => services[name]?.profiles ?? [])];
  const on = new Set(Object.keys(services).filter((name) => hasProfile(services[name], profiles)));
  const turnOn = (name: string): void => {
    on.add(name);
    const service = services[name] as Service;
    for (const { name: other } of dependencies(service)) {
      if (!on.has(other) && hasProfile(services[other], more)) turnOn(other);
    }
  };
  known.forEach(turnOn);
  return on;
}

function hasProfile(service: Service | undefined, on: readonly string[]): boolean {
  if (!service) return false;
  const { profiles = [] } = service;
  return profiles.length === 0 || on.includes('*') || profiles.some((profile) => on.includes(profile));
}

/** The profiles of the command line, else those that COMPOSE_PROFILES lists. */
export function profilesOf(flags: readonly string[] | undefined, listed: string | undefined): string[] {
  if (flags && flags.length > 0) return [...flags];
  return (listed ?? '').split(',').map((profile) => profile.trim());
}
