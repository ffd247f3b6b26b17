import { Problem } from '../../lib/problem.ts';

/**
 * For a verb after which `-f` is no file, as in Compose: refuses a Compose file where services are to be.
 * @throws Problem that says where it goes
 */
export function refuseFiles(services: readonly string[], verb: string, flag: string): void {
  const file = services.find((name) => /\.ya?ml$/.test(name));
  if (file === undefined) return;
  throw new Problem({
    what: `${file} is no service`,
    why: `behind ${verb}, -f means ${flag}`,
    remedy: `name the file in front of the verb: compowarm -f ${file} ${verb}`,
  });
}
