import { randomBytes } from 'node:crypto';
import os from 'node:os';
import type { Identity } from '../../lib/plan/index.ts';

/** Who deploys, when, and a name for the deploy. */
export function newIdentity(): Identity {
  return {
    deploy: randomBytes(4).toString('hex'),
    who: `${userName()}@${os.hostname()}`,
    when: new Date().toISOString(),
  };
}

// In a container people often run under a number that has no name.
function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return process.env.USER ?? `uid-${process.getuid?.()}`;
  }
}
