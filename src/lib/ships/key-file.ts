import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import ssh2 from 'ssh2';

/** What one IdentityFile holds. `public`: the agent is to have the private half. */
export type KeyFile =
  | { path: string; is: 'private'; key: ssh2.ParsedKey }
  | { path: string; is: 'public' | 'encrypted' | 'fido' | 'unreadable'; publicKey?: Buffer };

const OLDER_FORMS: Record<string, 'pkcs1' | 'sec1' | undefined> = { rsa: 'pkcs1', ec: 'sec1' };
const OPENSSH_MAGIC = 'openssh-key-v1\0';

/** Reads an IdentityFile, and the .pub beside it where the file itself does not show its public half; nothing where neither is there. */
export async function readKeyFile(path: string): Promise<KeyFile | undefined> {
  const [text, pub] = await Promise.all([read(path), read(`${path}.pub`)]);
  const publicKey = publicHalf(text) ?? publicHalf(pub);
  const found = (is: 'public' | 'encrypted' | 'fido' | 'unreadable') => ({ path, is, ...(publicKey && { publicKey }) });
  if (text === undefined) return publicKey && found('public');
  const header = opensshHeader(text);
  if (header?.type.startsWith('sk-')) return found('fido');
  if (header ? header.encrypted : /ENCRYPTED/.test(text)) return found('encrypted');
  const key = ssh2.utils.parseKey(fromPkcs8(text));
  if (key instanceof Error) return found('unreadable');
  return key.isPrivateKey() ? { path, is: 'private', key } : found('public');
}

function read(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

/** The public key in a file that holds it in clear: a .pub, or a private key in OpenSSH's format, encrypted or not. */
function publicHalf(text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined;
  const header = opensshHeader(text);
  if (header) return header.publicKey;
  const key = ssh2.utils.parseKey(text);
  return key instanceof Error ? undefined : key.getPublicSSH();
}

/** The part of a private key in OpenSSH's format that is never encrypted: PROTOCOL.key of OpenSSH. */
function opensshHeader(text: string): { encrypted: boolean; type: string; publicKey: Buffer } | undefined {
  const base64 = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)-----END/.exec(text)?.[1];
  const data = Buffer.from(base64 ?? '', 'base64');
  if (data.toString('latin1', 0, OPENSSH_MAGIC.length) !== OPENSSH_MAGIC) return undefined;
  const [cipher, afterCipher] = field(data, OPENSSH_MAGIC.length);
  const [, afterKdf] = field(data, afterCipher);
  const [, afterOptions] = field(data, afterKdf);
  const [publicKey] = field(data, afterOptions + 4);
  return { encrypted: cipher.toString() !== 'none', type: field(publicKey, 0)[0].toString(), publicKey };
}

/** A length-prefixed field and the offset after it; empty where the data ends early. */
function field(data: Buffer, offset: number): [value: Buffer, next: number] {
  const start = offset + 4;
  const end = start <= data.length ? start + data.readUInt32BE(offset) : start;
  return [data.subarray(start, end), end];
}

/** ssh2 reads no PKCS #8, which `ssh-keygen -m PKCS8` and openssl write: the same key in the older form of its kind. */
function fromPkcs8(text: string): string | Buffer {
  if (!text.includes('-----BEGIN PRIVATE KEY-----')) return text;
  try {
    const key = createPrivateKey(text);
    const type = OLDER_FORMS[key.asymmetricKeyType ?? ''];
    return type ? key.export({ type, format: 'pem' }) : text;
  } catch {
    return text;
  }
}
