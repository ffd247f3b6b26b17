import { parseArgs } from 'node:util';
import { canonical, load, type Project, selectServices, serviceHash } from '../../src/lib/compose/index.ts';
import { type Case, FOLDER, HASHED_AT, withoutPaths } from './cases.ts';

const many = { type: 'string', multiple: true } as const;

/** What we make of a case, as its expected result has it. Throws a Problem where we refuse it. */
export async function ours(one: Case): Promise<unknown> {
  const { ships: _, ...rest } = canonical(selectServices(await loadCase(one, one.services), one.services));
  return JSON.parse(withoutPaths(JSON.stringify(rest).replaceAll('$', '$$$$'), one.folder));
}

/** The hashes that we give to the services of a case, as its expected result has them. */
export async function ourHashes(one: Case): Promise<string> {
  const project = await loadCase(one, []);
  const { services, pairs } = project;
  const moved = JSON.parse(JSON.stringify({ services, pairs }).replaceAll(FOLDER, HASHED_AT));
  const names = Object.keys(services).sort();
  return names.map((name) => `${name} ${serviceHash({ ...project, ...moved }, name)}\n`).join('');
}

function loadCase({ folder, flags, env }: Case, services: string[]): Promise<Project> {
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
  return load({
    ...(values.file && { files: values.file }),
    ...(values['project-name'] && { projectName: values['project-name'] }),
    ...(values['project-directory'] && { projectDirectory: values['project-directory'] }),
    ...(values['env-file'] && { envFiles: values['env-file'] }),
    ...(values.profile && { profiles: values.profile }),
    services,
    cwd: folder,
    env,
  });
}
