import { randomBytes } from 'node:crypto';
import os from 'node:os';
import type { Identity } from '../../lib/plan/index.ts';

/** Who deploys, when, and a name for the deploy. */
export function newIdentity(): Identity {
  return {
    deploy: randomBytes(4).toString('hex'),
    who: `${os.userInfo().username}@${os.hostname()}`,
    when: new Date().toISOString(),
  };
}
