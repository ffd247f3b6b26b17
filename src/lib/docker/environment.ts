/** A container's environment in the two ways in which docker takes it without its being in argv. */
export interface Given {
  /** Lines of an env-file. */
  env: Record<string, string>;
  /** What no line can hold: docker has these in its own environment. */
  exported: Record<string, string>;
}

/** Parts an environment; that a name may be exported was looked at when the file was read. */
export function partEnvironment(environment: Readonly<Record<string, string | null>>): Given {
  const all = Object.entries(environment).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, value]],
  );
  return {
    env: Object.fromEntries(all.filter(([, value]) => !isMany(value))),
    exported: Object.fromEntries(all.filter(([, value]) => isMany(value))),
  };
}

/** Several lines; a carriage return at the end of one would be lost. */
function isMany(value: string): boolean {
  return value.includes('\n') || value.endsWith('\r');
}

/** Whether what calls docker on a ship keeps variables from it, as sudo does. */
export function losesVariables([first = '', ...words]: readonly string[]): boolean {
  return /(^|\/)(sudo|doas)$/.test(first) && !words.includes('-E');
}
