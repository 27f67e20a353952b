import { BrokerError } from './broker/broker-error.js';
import type { RabbitmqSection } from './rabbitmq-section.js';

/** How the broker is reached: a section, checked. */
export interface RabbitmqSettings {
  readonly protocol: 'amqp' | 'amqps';
  readonly hostname: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
  /** For messages: without user and password. */
  readonly address: string;
  /** Certificates in PEM. */
  readonly ca: string | undefined;
  readonly connectTimeoutMs: number;
  readonly confirmTimeoutMs: number;
  readonly heartbeatSeconds: number;
  readonly queueExpiresMs: number;
  readonly prefetch: number;
}

const PORTS = { amqp: 5672, amqps: 5671 } as const;

/** @throws {BrokerError} for a URL of another form; it is not shown, because a password may be anywhere in it. */
export function settingsOf(section: RabbitmqSection): RabbitmqSettings {
  const url = parse(section.amqp_url);
  const protocol = url.protocol === 'amqps:' ? 'amqps' : 'amqp';
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? PORTS[protocol] : Number(url.port);
  const vhost = url.pathname.length > 1 ? decoded(url.pathname.slice(1)) : '/';
  const hasLogin = url.username !== '' || url.password !== '';
  return {
    protocol,
    hostname,
    port,
    username: hasLogin ? decoded(url.username) : 'guest',
    password: hasLogin ? decoded(url.password) : 'guest',
    vhost,
    address: `${protocol}://${url.hostname}:${port}${vhost === '/' ? '' : `/${vhost}`}`,
    ca: section.ca,
    connectTimeoutMs: section.connect_timeout * 1000,
    confirmTimeoutMs: section.confirm_timeout * 1000,
    heartbeatSeconds: section.heartbeat,
    queueExpiresMs: Math.round(section.queue_expires * 1000),
    prefetch: section.prefetch,
  };
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^amqps?:$/.test(url.protocol) || url.hostname === '')
    throw invalid('amqp://user:password@host:port/vhost, or amqps://…', 'something else');
  if (url.search !== '' || url.hash !== '')
    throw invalid('no "?" or "#" (those of a password are written %3F and %23)', 'one');
  return url;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid('"%" of user, password and vhost to be written %25', 'another one');
  }
}

function invalid(expected: string, got: string): BrokerError {
  return new BrokerError('invalid', `Expected ${expected} in "rabbitmq.amqp_url", got ${got}.`);
}
