import { inject } from 'vitest';
import type { RabbitmqServer } from './rabbitmq-server.js';

export type { RabbitmqServer } from './rabbitmq-server.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A text: why there is none on this machine. */
    readonly rabbitmq: RabbitmqServer | string;
  }
}

const given = inject('rabbitmq');

/** Why tests that need RabbitMQ cannot run here; `undefined`: they can. For `describe.skipIf`. */
export const whyNoRabbitmq = typeof given === 'string' ? given : undefined;

/** The broker of this run, which all tests share. Only for tests that are left out where there is none. */
export function rabbitmqUnderTest(): RabbitmqServer {
  if (typeof given === 'string') throw new Error(given);
  return given;
}
