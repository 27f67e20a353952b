import { createHash, randomBytes } from 'node:crypto';

/** A user of the broker, with rights in one vhost. */
export interface BrokerUser {
  readonly name: string;
  readonly password: string;
  /** Regular expressions of what may be made, written and read; `undefined`: the user may not enter. */
  readonly rights: { readonly configure: string; readonly write: string; readonly read: string } | undefined;
}

/** What a broker starts with, in the form of its `load_definitions`. */
export function definitions(vhosts: readonly string[], users: readonly BrokerUser[]): string {
  return JSON.stringify({
    vhosts: vhosts.map((name) => ({ name })),
    users: users.map(({ name, password }) => ({
      name,
      password_hash: hashed(password),
      hashing_algorithm: 'rabbit_password_hashing_sha256',
      tags: '',
    })),
    permissions: vhosts.flatMap((vhost) =>
      users.flatMap(({ name, rights }) => (rights === undefined ? [] : [{ user: name, vhost, ...rights }])),
    ),
  });
}

/** Salt of four bytes, then SHA-256 of salt and password. */
function hashed(password: string): string {
  const salt = randomBytes(4);
  const hash = createHash('sha256').update(salt).update(password).digest();
  return Buffer.concat([salt, hash]).toString('base64');
}
