import { inject } from 'vitest';
import type { S3Server } from './s3-server.js';

export type { S3Credentials, S3Server } from './s3-server.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A text: why there is none on this machine. */
    readonly s3: S3Server | string;
  }
}

const given = inject('s3');

/** Why tests that need an S3 server cannot run here; `undefined`: they can. For `describe.skipIf`. */
export const whyNoS3 = typeof given === 'string' ? given : undefined;

/** The S3 server of this run. Only for tests that are left out where there is none. */
export function s3UnderTest(): S3Server {
  if (typeof given === 'string') throw new Error(given);
  return given;
}
