import { type Form, fields } from './form.ts';
import { options, text } from './simple.ts';
import type { Logging } from './types.ts';

const form = fields<Logging>({ driver: text, options }, 'a map with driver and options');

/** Options mean something to their driver alone: of two drivers, the later file's stands by itself. */
export const logging: Form<Logging> = { ...form, merge: { kind: 'alike', key: 'driver', merge: form.merge } };
