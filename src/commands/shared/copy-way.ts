import { Problem } from '../../lib/problem.ts';

/** What is copied: between a path in the containers of a service and one of this machine, `-` for a tar. */
export interface Way {
  direction: 'in' | 'out';
  service: string;
  path: string;
  local: string;
}

/**
 * Reads the two words of `cp`. What begins with a slash or a dot, or has no colon, is of this machine.
 * @throws Problem where not exactly one of them is in a container
 */
export function copyWay(source: string, target: string): Way {
  const [from, to] = [inService(source), inService(target)];
  if (from && to) {
    throw new Problem({
      what: 'nothing is copied from one service to another',
      remedy: 'copy to this machine first, and from there',
    });
  }
  if (from) return { direction: 'out', ...from, local: target };
  if (to) return { direction: 'in', ...to, local: source };
  throw new Problem({
    what: `neither ${source} nor ${target} is in a container`,
    remedy: 'name the service, and a path in its container: web:/path',
  });
}

function inService(word: string): Pick<Way, 'service' | 'path'> | undefined {
  const [, service, path] = /^([^/.:][^:]*):(.*)$/s.exec(word) ?? [];
  if (service === undefined || path === undefined) return undefined;
  if (path === '')
    throw new Problem({ what: `${word} has no path`, remedy: `name one in the container: ${word}/path` });
  return { service, path };
}
