import { createHash, randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { nestedExecutorId } from '../storage/key-layout.js';
import type { CurrentCall } from '../worker/current-call.js';

const RANDOM = 36 ** 6;

/**
 * Six characters that stand for this user: they keep names of two users apart. With `LITHOPS_USER` set to the same text, users
 * of several machines are one: what one of them deploys, the others find.
 */
export function userHash(): string {
  const shared = process.env['LITHOPS_USER'];
  return shared === undefined || shared === '' ? localUserHash() : hashed(shared);
}

/** Six characters that stand for this user on this machine, whatever `LITHOPS_USER` says. */
export function localUserHash(): string {
  return hashed(`${userName()}@${hostname()}`);
}

function hashed(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 6);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`; // a container may run as a user that the system does not list
  }
}

/** `<user hash>-<UTC in base 36, 8 digits><6 random>`: unique, and sorts by time within a user. */
export function newExecutorId(): string {
  const time = Date.now().toString(36).padStart(8, '0');
  const random = (randomBytes(6).readUIntBE(0, 6) % RANDOM).toString(36).padStart(6, '0');
  return `${userHash()}-${time}${random}`;
}

let nestedCount = 0;

/** `<parent executor>.<job>.<call>.<n>` for an executor made inside a call. */
export function newNestedExecutorId(call: CurrentCall): string {
  const { executorId, jobId, index } = call;
  return nestedExecutorId({ executorId, jobId }, index, nestedCount++);
}
