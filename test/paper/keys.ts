import ssh2 from 'ssh2';

/** A key pair in OpenSSH's formats. */
export interface Keys {
  public: string;
  private: string;
}

/** A new ed25519 key. One in 256 that ssh2 makes lacks its leading zero byte, and nobody can read it: those are thrown away. */
export function newKeys(comment = ''): Keys {
  for (;;) {
    const keys = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    const parsed = [keys.public, keys.private].map((text) => ssh2.utils.parseKey(text));
    if (!parsed.some((key) => key instanceof Error)) return keys;
  }
}

/** The key that ships let in unless they are told another. */
export const laptopKey = newKeys('laptop');
