import { quoteAll } from './quote.ts';
import type { Healthcheck } from './types.ts';

/** A healthcheck. Docker's client hands every command of one to a shell, so the words of a CMD are quoted for it. */
export function healthWords({ test = [], disable, ...rest }: Healthcheck): string[] {
  const [form, ...words] = test;
  if (disable || form === 'NONE') return ['--no-healthcheck'];
  const command = form === 'CMD' ? quoteAll(words) : words[0];
  const said: [string, string | number | undefined][] = [
    ['--health-cmd', command],
    ['--health-interval', rest.interval],
    ['--health-timeout', rest.timeout],
    ['--health-retries', rest.retries],
    ['--health-start-period', rest.start_period],
    ['--health-start-interval', rest.start_interval],
  ];
  return said.flatMap(([flag, value]) => (value === undefined ? [] : [flag, String(value)]));
}
