import { Problem } from '../problem.ts';
import { environmentsOf, mayExport } from '../schema/index.ts';
import type { Project, Service } from './types.ts';

/** More than this in one variable is refused by kernels as an argument. */
const MAX_VALUE_BYTES = 64 * 1024;

/** Throws a Problem for a variable that cannot be given to a container as it is. */
export function checkVariables(project: Project, name: string, service: Service): void {
  for (const { path, environment } of environmentsOf(service)) {
    for (const [key, value] of Object.entries(environment)) {
      const [what, why, remedy] = nameTrouble(key) ?? valueTrouble(key, value ?? '') ?? [];
      if (what === undefined) continue;
      const where = project.where(['services', name, ...path, key]);
      throw new Problem({ what: `service ${name}: ${path.join('.')}: ${what}`, where, why, remedy });
    }
  }
}

type Trouble = [what: string, why: string, remedy: string];

function nameTrouble(key: string): Trouble | undefined {
  if (key !== '' && !key.startsWith('#') && !/[=\s\0]/.test(key)) return undefined;
  return [
    `"${key}" is not a name of a variable`,
    'docker reads variables as lines of KEY=VALUE',
    'use letters, digits and underscores',
  ];
}

function valueTrouble(key: string, value: string): Trouble | undefined {
  if (value.includes('\0')) {
    return [`the value of ${key} has a NUL character`, 'no variable can hold one', 'put it into the image'];
  }
  if ((value.includes('\n') || value.endsWith('\r')) && !mayExport(key)) {
    return [
      `the value of ${key} has several lines`,
      'docker takes such a value from its own environment, where this name is none or is read by docker or a shell',
      'give it another name, or put it on one line (in base64, say)',
    ];
  }
  const bytes = Buffer.byteLength(value);
  if (bytes <= MAX_VALUE_BYTES) return undefined;
  return [
    `the value of ${key} has ${bytes} bytes, and ${MAX_VALUE_BYTES} is the most`,
    'a kernel takes no more in one variable',
    'put it into the image',
  ];
}
