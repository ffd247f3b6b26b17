import { partEnvironment } from './environment.ts';
import type { Command, Hooks, Spec } from './types.ts';

/** A service's hooks of one kind; undefined where it has none. `masked` as in a spec. */
export function hooksOf({ config, masked }: Pick<Spec, 'config' | 'masked'>, key: Hooks['key']): Hooks | undefined {
  const list = config[key] ?? [];
  const own = masked.flatMap((name) => (name.startsWith(`${key}.`) ? [name.slice(key.length + 1)] : []));
  return list.length > 0 ? { key, list, masked: own } : undefined;
}

/** Runs hooks in a container that runs: one `docker exec` each, in order. Values stay out of argv. */
export function hookCommands(container: string, hooks: Hooks | undefined): Command[] {
  return (hooks?.list ?? []).map((hook, index) => {
    const { env, exported } = partEnvironment(hook.environment ?? {});
    const names = [...Object.keys(env), ...Object.keys(exported)];
    const argv = [
      'exec',
      ...(hook.user ? ['--user', hook.user] : []),
      ...(hook.privileged ? ['--privileged'] : []),
      ...(hook.working_dir ? ['--workdir', hook.working_dir] : []),
      ...(Object.keys(env).length > 0 ? ['--env-file', '/dev/stdin'] : []),
      ...Object.keys(exported).flatMap((name) => ['-e', name]),
      container,
      ...(hook.command ?? []),
    ];
    if (names.length === 0) return { argv };
    return {
      argv,
      env,
      ...(Object.keys(exported).length > 0 && { exported }),
      masked: names.filter((name) => hooks?.masked.includes(`${index}.${name}`)),
    };
  });
}
