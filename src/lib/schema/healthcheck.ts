import { type Form, fields, replace } from './form.ts';
import type { NormaliseContext } from './row.ts';
import { either, list, text } from './shapes.ts';
import { count, duration, flag } from './simple.ts';
import type { Healthcheck } from './types.ts';

const forms = ['CMD', 'CMD-SHELL', 'NONE'];

function normaliseTest(value: unknown, { fail }: NormaliseContext): string[] | undefined {
  if (typeof value === 'string') return ['CMD-SHELL', value];
  const [form, ...words] = value as string[];
  if (form === undefined) return undefined;
  if (!forms.includes(form)) {
    const remedy = `write ["CMD", ${[form, ...words].map((word) => JSON.stringify(word)).join(', ')}]`;
    fail([], 'the list begins with none of CMD, CMD-SHELL and NONE', remedy);
  }
  if (words.length === 0 && form !== 'NONE') {
    fail([], `nothing stands after ${form}`, 'name the command that tells whether the service is well');
  }
  return [form, ...words];
}

export const healthcheck: Form<Healthcheck> = fields<Healthcheck>(
  {
    test: {
      shape: either('text or a list of words', text, list(text, 'a list of words')),
      merge: replace,
      normalise: normaliseTest,
    },
    timeout: duration,
    interval: duration,
    retries: count(0),
    start_period: duration,
    start_interval: duration,
    disable: flag,
  },
  'a map with test, interval, timeout, retries',
);
