import type { Section, SectionConfig } from '@lithops/core/spec';

/** Section `rabbitmq`. */
export const rabbitmqSection = {
  amqp_url: {
    type: 'string',
    required: true,
    secret: true,
    doc: 'URL of the broker, such as `amqps://user:password@rabbit.example.org/vhost`; `@ : / ? # %` and blanks in its parts are written `%40` and so on',
  },
  ca: {
    type: 'string',
    credential: true,
    doc: 'For `amqps` with an authority of your own: its certificates in PEM, or the path of a file with them; unset: those that Node.js trusts',
  },
  connect_timeout: {
    type: 'number',
    unit: 's',
    above: 0,
    default: 5,
    doc: 'How long a connection may take to come up',
  },
  confirm_timeout: {
    type: 'number',
    unit: 's',
    above: 0,
    default: 5,
    doc: 'How long a worker tries to hand an outcome to the broker before it puts it into storage',
  },
  heartbeat: {
    type: 'number',
    unit: 's',
    integer: true,
    minimum: 1,
    default: 30,
    doc: 'After twice this time of silence a connection counts as dead',
  },
  queue_expires: {
    type: 'number',
    unit: 's',
    above: 0,
    default: 3600,
    doc: 'How long the queue of an executor stays when nobody reads it',
  },
  prefetch: {
    type: 'number',
    integer: true,
    minimum: 1,
    default: 500,
    doc: 'Messages that the broker sends before the client has taken the first of them',
  },
} as const satisfies Section;

/** The section as it was checked. */
export type RabbitmqSection = SectionConfig<typeof rabbitmqSection>;
