import { isReachable, isUnreachable } from '../../docker/index.ts';
import { EXIT, type Problem } from '../../problem.ts';
import { CHECKS } from './checks.ts';
import type { Answer, Call, Finding, Scene } from './types.ts';

export { callsOf } from './calls.ts';
export type { Answer, Call, Called, Finding, Scene, Verdict } from './types.ts';

/** What was found: ship by ship in the order of the fleet, then what the plan says of it as a whole. */
export function findings(scene: Scene, plan: Problem | undefined, answers: readonly Answer[]): Finding[] {
  return [
    ...scene.fleet.flatMap((ship): Finding[] => {
      if (isUnreachable(ship)) {
        const { ship: name, unreachable: found, remedy } = ship;
        const isIn = scene.entered.includes(name);
        return [
          isIn
            ? { ship: name, check: 'docker', verdict: 'wrong', found, remedy }
            : { ship: name, check: 'reach', verdict: 'unreachable', found, remedy },
        ];
      }
      const own = Object.entries(CHECKS).flatMap(([check, find]) =>
        find(ship, scene).map((found) => ({ ship: ship.ship, check, ...found })),
      );
      return [...own, ...linksFrom(ship.ship, answers)];
    }),
    ...(scene.fleet.some(isReachable) ? [planFound(scene, plan)] : []),
  ];
}

/** 1 where anything is wrong, 3 where ships only could not be reached. */
export function statusOf(found: readonly Finding[]): number {
  const has = (wanted: Finding['verdict']) => found.some(({ verdict }) => verdict === wanted);
  if (has('wrong')) return EXIT.failed;
  return has('unreachable') ? EXIT.unreachable : EXIT.ok;
}

function planFound({ places }: Scene, problem: Problem | undefined): Finding {
  if (!problem) return { check: 'plan', verdict: 'ok', found: `each of ${places.length} containers has its ship` };
  const { what, where, why, remedy } = problem.parts;
  const place = where === undefined ? '' : 'ship' in where ? `${where.ship}: ` : `${where.file}:${where.line}: `;
  const found = `${place}${what}${why === undefined ? '' : `: ${why}`}`;
  return { check: 'plan', verdict: 'wrong', found, ...(remedy === undefined ? {} : { remedy }) };
}

function linksFrom(ship: string, answers: readonly Answer[]): Finding[] {
  return answers
    .filter(({ call }) => call.ship === ship)
    .map((answer): Finding => ({ ship, check: 'links', ...LINKS[answer.outcome](answer.call, answer.words) }));
}

const LINKS: Record<Answer['outcome'], (call: Call, words: string) => Omit<Finding, 'ship' | 'check'>> = {
  reached: (call) => ({ verdict: 'ok', found: `${call.service} reaches ${calledText(call)}` }),
  untried: (call, words) => ({
    verdict: 'untried',
    found: `whether ${call.service} reaches ${calledText(call)}: ${words}`,
  }),
  failed: (call, words) => ({
    verdict: 'wrong',
    found: `${call.service} does not reach ${calledText(call)}${words === '' ? '' : `: ${words}`}`,
    remedy:
      call.ship === call.to.ship
        ? `let the firewall there take what its own containers send to ${call.to.address}: ufw allow from 172.16.0.0/12, say`
        : `open port ${call.to.port} of ${call.to.ship} to ${call.ship}, in the firewalls of both and between them`,
  }),
};

function calledText({ to, ship }: Call): string {
  const where = to.ship === ship ? 'its own ship' : to.ship;
  return `${to.service} on ${where} (${to.address}:${to.port})`;
}
