import type { SectionConfig } from '@lithops/core/spec';

/** Section `socket`. */
export const socketSection = {
  host: { type: 'string', default: '127.0.0.1', doc: 'Where the client listens, and workers reach it' },
  port: { type: 'number', default: 0, doc: 'On which port; 0: any that is free' },
  secret: {
    type: 'string',
    secret: true,
    doc: 'What a worker has to know; unset: a new one for each executor',
  },
} as const;

export type SocketSection = SectionConfig<typeof socketSection>;
