import { exec } from './exec.ts';
import type { Command, Hooks, Spec } from './types.ts';

/** A service's hooks of one kind; undefined where it has none. `masked` as in a spec. */
export function hooksOf({ config, masked }: Pick<Spec, 'config' | 'masked'>, key: Hooks['key']): Hooks | undefined {
  const list = config[key] ?? [];
  const own = masked.flatMap((name) => (name.startsWith(`${key}.`) ? [name.slice(key.length + 1)] : []));
  return list.length > 0 ? { key, list, masked: own } : undefined;
}

/** Runs hooks in a container that runs: one `docker exec` each, in order. */
export function hookCommands(container: string, hooks: Hooks | undefined): Command[] {
  return (hooks?.list ?? []).map((hook, index) => {
    const command = exec(container, hook);
    const names = Object.keys({ ...command.env, ...command.exported });
    if (names.length === 0) return command;
    return { ...command, masked: names.filter((name) => hooks?.masked.includes(`${index}.${name}`)) };
  });
}
