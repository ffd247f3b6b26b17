import { containerHash, load } from '../../src/lib/compose/index.ts';
import type { Created } from './created.ts';
import type { Inspected } from './known.ts';

const PREFIX = 'com.docker.compose.';

type Labels = Record<string, string | undefined>;

/** The hash that each container has as its label, by the container's name. */
export function hashLabels(created: Created): Labels {
  return Object.fromEntries(containers(created).map(({ name, labels }) => [name, labels[`${PREFIX}config-hash`]]));
}

/** The hash that each of these containers would have if Compose had made it from the files. */
export async function expectedLabels(files: string[], env: NodeJS.ProcessEnv, created: Created): Promise<Labels> {
  const project = await load({ files, env, cwd: '/' });
  const all = containers(created).sort((a, b) => (a.name < b.name ? -1 : 1));
  const containerOf = (service: string) => all.find((one) => serviceOf(one) === service)?.id;
  return Object.fromEntries(all.map((one) => [one.name, containerHash(project, serviceOf(one), containerOf)]));
}

interface Container {
  name: string;
  id: string | undefined;
  labels: Labels;
}

/** Those that Compose made. */
function containers(created: Created): Container[] {
  return Object.values(created).flatMap((one) => {
    const { Config } = one as unknown as Partial<Inspected>;
    const labels: Labels = Config?.Labels ?? {};
    return labels[`${PREFIX}service`] === undefined ? [] : [{ name: one.Name, id: one.Id, labels }];
  });
}

function serviceOf({ labels }: Container): string {
  return labels[`${PREFIX}service`] as string;
}
