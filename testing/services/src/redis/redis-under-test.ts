import { inject } from 'vitest';
import type { RedisServer } from './redis-server.js';

export type { RedisServer } from './redis-server.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A text: why there is none on this machine. */
    readonly redis: RedisServer | string;
  }
}

const given = inject('redis');

/** Why tests that need Redis cannot run here; `undefined`: they can. For `describe.skipIf`. */
export const whyNoRedis = typeof given === 'string' ? given : undefined;

/** The server of this run, which all tests share. Only for tests that are left out where there is none. */
export function redisUnderTest(): RedisServer {
  if (typeof given === 'string') throw new Error(given);
  return given;
}
