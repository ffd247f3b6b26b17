import type { Finding, Verdict } from '../plan/index.ts';
import { painter } from './colour.ts';
import { pad, plain } from './width.ts';

const WORDS = {
  ok: { text: 'ok', hue: 'green' },
  warning: { text: 'warning', hue: 'yellow' },
  wrong: { text: 'wrong', hue: 'red' },
  untried: { text: 'untried', hue: 'yellow' },
  unreachable: { text: 'unreachable', hue: 'red' },
} as const satisfies Record<Verdict, object>;

/**
 * What was found, ship by ship, for people: a line for each that is not as it should be, with what helps under it, and one
 * for all that is. No newline at the end.
 */
export function findingsText(findings: readonly Finding[], { color }: { color: boolean }): string {
  const paint = painter(color);
  const troubles = findings.filter(({ verdict }) => verdict !== 'ok');
  const words = Math.max(...findings.map(({ verdict }) => WORDS[verdict].text.length));
  const checks = Math.max(0, ...troubles.map(({ check }) => check.length));
  const line = (verdict: Verdict, text: string) =>
    `  ${paint(WORDS[verdict].hue, pad(WORDS[verdict].text, words))}  ${text}`;
  return [...new Set(findings.map(({ ship }) => ship))]
    .flatMap((ship) => [
      paint('bold', ship === undefined ? 'all ships' : `ship ${ship}`),
      ...troubles
        .filter((one) => one.ship === ship)
        .flatMap(({ check, verdict, found, remedy }) => [
          line(verdict, `${pad(check, checks)}  ${plain(found)}`),
          ...(remedy ? [`${' '.repeat(words + checks + 6)}${paint('green', 'try:')} ${plain(remedy)}`] : []),
        ]),
      ...fine(findings.filter((one) => one.ship === ship && one.verdict === 'ok')).map((text) => line('ok', text)),
    ])
    .join('\n');
}

/** `reach, docker, links (2)`: the checks that went well. */
function fine(findings: readonly Finding[]): string[] {
  const counts = new Map<string, number>();
  for (const { check } of findings) counts.set(check, (counts.get(check) ?? 0) + 1);
  const texts = [...counts].map(([check, count]) => (count > 1 ? `${check} (${count})` : check));
  return texts.length > 0 ? [texts.join(', ')] : [];
}

/** The same for programs: one object a line. No newline at the end. */
export function findingsJson(findings: readonly Finding[]): string {
  return findings
    .map(({ ship, check, verdict, found, remedy }) =>
      JSON.stringify({ Ship: ship ?? null, Check: check, Verdict: verdict, Found: found, Remedy: remedy ?? null }),
    )
    .join('\n');
}
