import { expect, test } from 'vitest';
import { mayExport } from '../../src/lib/schema/index.ts';

test.each(['PEM', 'tls_key', '_KEY', 'KEY_2', 'GOAL', 'DOCKERFILE', 'PATHS', 'HOMES', 'SSHKEY', 'LDAP_KEY'])(
  '%s may be exported',
  (name) => expect(mayExport(name)).toBe(true),
);

test.each([
  ...['', 'a', 'T', '2nd', 'my-key', 'a.b', 'é1', 'A B'],
  ...['DOCKER_HOST', 'BUILDKIT_PROGRESS', 'CONTAINER_HOST', 'GODEBUG', 'XDG_RUNTIME_DIR', 'SSL_CERT_FILE'],
  ...['PATH', 'HOME', 'IFS', 'ENV', 'BASH_ENV', 'PS4', 'LD_PRELOAD', 'LC_ALL', 'TMPDIR', 'http_proxy', 'NO_PROXY'],
])('%j may not', (name) => {
  expect(mayExport(name)).toBe(false);
});
