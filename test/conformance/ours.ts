import { parseArgs } from 'node:util';
import { canonical, load, selectServices } from '../../src/lib/compose/index.ts';
import { type Case, withoutPaths } from './cases.ts';

const many = { type: 'string', multiple: true } as const;

/** What we make of a case, as its expected result has it. Throws a Problem where we refuse it. */
export async function ours({ folder, flags, env, services }: Case): Promise<unknown> {
  const { values } = parseArgs({
    args: flags,
    options: {
      file: { ...many, short: 'f' },
      'project-name': { type: 'string', short: 'p' },
      'project-directory': { type: 'string' },
      'env-file': many,
      profile: many,
    },
  });
  const options = {
    ...(values.file && { files: values.file }),
    ...(values['project-name'] && { projectName: values['project-name'] }),
    ...(values['project-directory'] && { projectDirectory: values['project-directory'] }),
    ...(values['env-file'] && { envFiles: values['env-file'] }),
    ...(values.profile && { profiles: values.profile }),
    services,
    cwd: folder,
    env,
  };
  const { ships: _, ...rest } = canonical(selectServices(await load(options), services));
  return JSON.parse(withoutPaths(JSON.stringify(rest).replaceAll('$', '$$$$'), folder));
}
