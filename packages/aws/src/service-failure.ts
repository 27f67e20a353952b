/** What an SDK's error says, without what it carries along: requests, responses, signatures, tokens. */
export interface ServiceFailure {
  /** The service's code, such as `AccessDenied`; of a network failure the system's, such as `ECONNREFUSED`. */
  readonly code: string;
  readonly message: string;
  /** HTTP status; `undefined`: there was no answer. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** How often it was tried. */
  readonly attempts: number | undefined;
  /** Small headers and fields of the answer that say where a bucket is. */
  readonly region: string | undefined;
}

/** Takes an SDK's error apart. */
export function failureOf(error: unknown): ServiceFailure {
  const fields = recordOf(error);
  const metadata = recordOf(fields['$metadata']);
  const headers = recordOf(recordOf(fields['$response'])['headers']);
  return {
    code: codeOf(fields),
    message: messageOf(fields) ?? codeOf(fields),
    status: numberOf(metadata['httpStatusCode']),
    requestId: textOf(metadata['requestId']),
    attempts: numberOf(metadata['attempts']),
    region: textOf(headers['x-amz-bucket-region']) ?? textOf(fields['Region']),
  };
}

/**
 * The cause to keep: the service's words and numbers. The SDK's own error holds the whole answer, which for a wrong
 * signature repeats the request's headers, a session token among them.
 */
export function safeCause(error: unknown): Error {
  const { code, message, status, requestId } = failureOf(error);
  const details = [status && `status ${status}`, requestId && `request ${requestId}`].filter(Boolean);
  const cause = new Error(details.length === 0 ? message : `${message} (${details.join(', ')})`);
  cause.name = code;
  return cause;
}

/** A network failure hides in a cause or in a list of them (one for each address), and says more than its wrapper. */
function codeOf(fields: Readonly<Record<string, unknown>>): string {
  const listed: unknown[] = Array.isArray(fields['errors']) ? fields['errors'] : [];
  const inner = [fields, ...listed.map(recordOf), recordOf(fields['cause'])]
    .map((one) => textOf(one['code']) ?? textOf(one['Code']))
    .find((code) => code !== undefined);
  const name = textOf(fields['name']);
  return inner ?? (name === undefined || name === 'Error' ? 'Unknown' : name);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value, ...hidden(value) } : {};
}

/** What spreading leaves out: messages of errors, and what the SDK keeps from being printed. */
function hidden(value: object): Readonly<Record<string, unknown>> {
  const names = ['name', 'message', '$response', '$metadata', 'cause', 'errors'];
  return Object.fromEntries(names.map((name) => [name, Reflect.get(value, name)]));
}

/** Some servers send a code and no words; the SDK has a word of its own for that. */
function messageOf({ message }: Readonly<Record<string, unknown>>): string | undefined {
  return message === 'UnknownError' ? undefined : textOf(message);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
