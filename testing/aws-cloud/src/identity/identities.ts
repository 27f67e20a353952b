import { randomBytes } from 'node:crypto';
import type { AwsCredentials, Identity } from './identity.js';

/** All who can sign a request. */
export class Identities {
  readonly #accountId: string;
  readonly #byKey = new Map<string, Identity>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  /** Sessions of one role may share a key, and differ by their tokens. */
  find(accessKeyId: string, sessionToken: string | undefined): Identity | undefined {
    return this.#byKey.get(keyOf({ accessKeyId, sessionToken }));
  }

  /** @param allow what the user may do, such as `lambda:*`. Default: everything */
  addUser(
    name: string,
    allow: readonly string[] = ['*'],
    credentials: AwsCredentials = newCredentials('AKIA'),
  ): Identity {
    return this.#add({
      arn: `arn:aws:iam::${this.#accountId}:user/${name}`,
      userId: newKeyId('AIDA'),
      credentials,
      allow,
    });
  }

  /** Temporary credentials of a role. */
  addSession(session: {
    readonly roleName: string;
    readonly sessionName: string;
    readonly allow: readonly string[];
    readonly expiresAt: Date;
    readonly keys?: AwsCredentials;
  }): Identity {
    const credentials = {
      ...newCredentials('ASIA'),
      ...session.keys,
      sessionToken: randomBytes(96).toString('base64'),
    };
    return this.#add({
      arn: `arn:aws:sts::${this.#accountId}:assumed-role/${session.roleName}/${session.sessionName}`,
      userId: `${newKeyId('AROA')}:${session.sessionName}`,
      credentials,
      allow: session.allow,
      expiresAt: session.expiresAt,
    });
  }

  /** From now on, what is signed with these keys is refused: a token has expired, a key was deleted. */
  expire(credentials: Pick<AwsCredentials, 'accessKeyId' | 'sessionToken'>): void {
    const identity = this.#byKey.get(keyOf(credentials));
    if (identity === undefined)
      throw new Error(`Expected credentials of this double, got ${credentials.accessKeyId}.`);
    this.#add({ ...identity, expiresAt: new Date(0) });
  }

  #add(identity: Identity): Identity {
    this.#byKey.set(keyOf(identity.credentials), identity);
    return identity;
  }
}

function keyOf(key: { readonly accessKeyId: string; readonly sessionToken?: string | undefined }): string {
  return `${key.accessKeyId}/${key.sessionToken ?? ''}`;
}

function newCredentials(prefix: string): AwsCredentials {
  return { accessKeyId: newKeyId(prefix), secretAccessKey: randomBytes(30).toString('base64') };
}

function newKeyId(prefix: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return prefix + [...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('');
}
