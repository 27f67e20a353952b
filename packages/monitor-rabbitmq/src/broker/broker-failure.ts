import type { RabbitmqSettings } from '../rabbitmq-settings.js';
import { BrokerError } from './broker-error.js';

const UNTRUSTED =
  /^(CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_\w+)$/;

/** The error that a failed request to the broker comes to. Says where and how to mend it, and never the password. */
export function brokerErrorOf(error: unknown, settings: RabbitmqSettings): BrokerError {
  if (error instanceof BrokerError) return error;
  const { text, code } = failureOf(error);
  const { address, username, vhost } = settings;
  if (UNTRUSTED.test(code)) {
    return new BrokerError(
      'untrusted',
      `Expected a certificate of ${address} that holds, got ${code}. Set "rabbitmq.ca" to the certificate of the authority that made it.`,
    );
  }
  if (/403|ACCESS[-_]REFUSED/.test(text)) {
    return /login|authentication|handshake/i.test(text)
      ? new BrokerError(
          'wrong-credentials',
          `Expected ${address} to know user "${username}" and the password in "rabbitmq.amqp_url", got ACCESS_REFUSED.`,
        )
      : new BrokerError(
          'denied',
          `Expected user "${username}" to have the rights that are needed at ${address}, got: ${text}. rabbitmqctl set_permissions -p ${vhost} ${username} "^lithops-" "^(lithops-.*|amq\\.default)$" "^lithops-"`,
        );
  }
  // amqplib does not tell what the broker says when it ends the handshake at this point.
  if (/530|NOT_ALLOWED|Expected ConnectionOpenOk; got <ConnectionClose/.test(text)) {
    return new BrokerError(
      'denied',
      `Expected vhost "${vhost}" at ${address} to exist and user "${username}" to have a right in it, got a refusal. It stands behind the host in "rabbitmq.amqp_url".`,
    );
  }
  const why = code === '' || text.includes(code) ? text : `${code} ${text}`;
  return new BrokerError(
    'unavailable',
    `Expected RabbitMQ at ${address} to answer, got: ${why}. Is it running, is "rabbitmq.amqp_url" right, and may this machine reach it?`,
  );
}

function failureOf(error: unknown): { readonly text: string; readonly code: string } {
  if (!(error instanceof Error)) return { text: String(error), code: '' };
  // Node.js tries several addresses of a name and tells of all of them.
  const [first] = error instanceof AggregateError ? error.errors : [];
  const message = error.message || (first instanceof Error ? first.message : '');
  return { text: message || error.name, code: 'code' in error ? String(error.code) : '' };
}
