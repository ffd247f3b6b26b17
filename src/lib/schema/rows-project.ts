import { build } from './build-form.ts';
import { deploy } from './deploy-form.ts';
import { develop } from './develop.ts';
import { models, provider } from './elsewhere.ts';
import { type Rows, row } from './row.ts';
import { count, names, textsAnyhow, yesOrNo } from './simple.ts';

/** How many containers there are and where, and what is done with a service besides running it. */
export const projectRows = {
  ships: row(
    'The names of the ships that the service may run on; without this all of them.',
    { ...textsAnyhow('a list of ships'), merge: { kind: 'replace' }, normalise: (value) => value as string[] },
    { hashed: false, composeHashed: false },
  ),
  scale: row('The same as deploy.replicas.', count(0), { hashed: false, composeHashed: false }),
  deploy: row(
    'How many containers there are and where, what they may use, how they are updated, and when docker starts them again.',
    deploy,
    // what it says of a container is told by that container's own keys
    { hashed: false, composeHashed: ({ replicas: _, ...rest }) => rest },
  ),
  profiles: row('The service is there only when one of these profiles is asked for.', names('a list of profiles'), {
    hashed: false,
    composeHashed: false,
  }),
  build: row('How the image is built: a folder, or a map with context, dockerfile, args and the like.', build, {
    hashed: false,
    composeHashed: false,
  }),
  attach: row('Read, and of no effect: nothing is attached to what start has started.', yesOrNo, { hashed: false }),
  develop: row('Read, and of no effect: it is for docker compose watch.', develop, { hashed: false }),
  provider: row('A service that a program of this machine provides.', provider, { hashed: false }),
  models: row('Language models that the service uses.', models, { hashed: false }),
} satisfies Partial<Rows>;
