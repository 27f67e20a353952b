import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { isLithopsError, LithopsError } from '../errors/index.js';
import { messageOf } from '../util/thrown.js';

/** The variable that carries the secret to other machines. */
export const SECRET_VARIABLE = 'LITHOPS_PERSIST_KEY';

const SECRET_BYTES = 32;
const SHORTEST_SECRET = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * What persisted jobs of this user are sealed with: every job has keys of its own, derived from one secret that never
 * leaves this user's machines. It lies in `~/.lithops/persist.key` (made when first needed, readable by this user alone);
 * `LITHOPS_PERSIST_KEY` is used instead where it is set.
 */
export class UserSecret {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /** @throws {LithopsError} `LITHOPS_PERSIST_SECRET` when it cannot be had, or others could read it. */
  static read(environment: NodeJS.ProcessEnv = process.env, home?: string): UserSecret {
    const given = environment[SECRET_VARIABLE];
    if (given === undefined || given === '') return new UserSecret(readSecretFile(secretFile(home)));
    if (given.length >= SHORTEST_SECRET) return new UserSecret(Buffer.from(given));
    throw unusable(
      `Expected ${SECRET_VARIABLE} to have at least ${SHORTEST_SECRET} characters, got ${given.length}.`,
    );
  }

  /** Six characters that stand for whoever has this secret, on all of their machines: jobs with a `jobKey` lie under them. */
  get userHash(): string {
    return Buffer.from(this.derive('user'), 'base64url').toString('hex').slice(0, 6);
  }

  /** A key for one purpose and nothing else. */
  derive(...purpose: readonly string[]): string {
    return createHmac('sha256', this.#secret).update(purpose.join('\0')).digest('base64url');
  }

  /** Makes a text unreadable for others (AES-256-GCM). */
  encrypt(text: string, ...purpose: readonly string[]): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#cipherKey(purpose), iv);
    const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64url');
  }

  /** The reverse of {@link encrypt}. Throws when the text was made for another purpose, or by somebody else. */
  decrypt(hidden: string, ...purpose: readonly string[]): string {
    const bytes = Buffer.from(hidden, 'base64url');
    const iv = bytes.subarray(0, IV_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#cipherKey(purpose), iv);
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }

  #cipherKey(purpose: readonly string[]): Buffer {
    return Buffer.from(this.derive('encrypt', ...purpose), 'base64url');
  }
}

/** Names the folders of this user's jobs with a `jobKey`; `undefined` while there is no secret, and so none of them. */
export function keyedUserHash(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const isGiven = (environment[SECRET_VARIABLE] ?? '') !== '';
  return isGiven || existsSync(secretFile()) ? UserSecret.read(environment).userHash : undefined;
}

function secretFile(home = homedir()): string {
  return path.join(home, '.lithops', 'persist.key');
}

function readSecretFile(file: string): Uint8Array {
  try {
    return readPrivate(file) ?? makeSecretFile(file);
  } catch (error) {
    if (isLithopsError(error)) throw error;
    const fix = `Make the folder writable, or set ${SECRET_VARIABLE} to a random text of at least ${SHORTEST_SECRET} characters.`;
    throw unusable(
      `The key of persisted jobs could not be kept in ${file}: ${messageOf(error)}. ${fix}`,
      error,
    );
  }
}

/** `undefined`: there is none yet. */
function readPrivate(file: string): Uint8Array | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    const mode = (found.mode & 0o777).toString(8);
    throw unusable(
      `Expected ${file} to be readable by its owner alone, got mode ${mode}. Run: chmod 600 ${file}`,
    );
  }
  const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (secret.byteLength >= SECRET_BYTES) return secret;
  throw unusable(
    `Expected ${file} to hold a key of ${SECRET_BYTES} bytes, got ${secret.byteLength}. Remove the file: jobs that were sealed with another key cannot be resumed.`,
  );
}

/** Two programs may do so at once: the one that links its file first decides, and nobody reads a half-written one. */
function makeSecretFile(file: string): Uint8Array {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(draft, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isExists(error)) throw error;
  } finally {
    unlinkSync(draft);
  }
  const secret = readPrivate(file);
  if (secret === undefined) throw new Error('it was removed again');
  return secret;
}

function isExists(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function unusable(message: string, cause?: unknown): LithopsError {
  return new LithopsError({ code: 'LITHOPS_PERSIST_SECRET', message, cause });
}
