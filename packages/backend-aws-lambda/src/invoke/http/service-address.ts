import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** Where requests go and what they are signed for, as the SDK has found out. */
export interface ServiceAddress {
  readonly protocol: 'http:' | 'https:';
  readonly hostname: string;
  readonly port: number | undefined;
  /** The `host` header: name, and port where it is not the protocol's own. */
  readonly host: string;
  /** What an endpoint's own path adds in front: `''` or `/some/prefix`. */
  readonly basePath: string;
  readonly scope: SigningScope;
  readonly userAgent: string;
}

export interface SigningScope {
  readonly region: string;
  readonly service: string;
}

/**
 * Has the SDK make a request to invoke a function, and takes it away before it is sent: so region, `AWS_ENDPOINT_URL*`, shared
 * files, FIPS, dual stack and whatever comes are the SDK's to know.
 */
export async function addressOf(client: LambdaClient): Promise<ServiceAddress> {
  const functionName = 'any';
  let made: unknown;
  const command = new InvokeCommand({ FunctionName: functionName });
  command.middlewareStack.add(
    () => async (args) => {
      made = args.request;
      return { output: { $metadata: {} }, response: undefined };
    },
    { step: 'deserialize', priority: 'high', name: 'lithopsTakesTheRequest' },
  );
  await client.send(command);
  return parse(made, invocationPath(functionName));
}

/** Of a function, by its name or ARN. */
export function invocationPath(functionName: string): string {
  return `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`;
}

function parse(request: unknown, path: string): ServiceAddress {
  const headers = objectAt(request, 'headers');
  const whole = textAt(request, 'path');
  const protocol = textAt(request, 'protocol');
  const scope = /Credential=[^,]+\/\d{8}\/([^/,]+)\/([^/,]+)\/aws4_request/.exec(
    textAt(headers, 'authorization'),
  );
  const [, region, service] = scope ?? [];
  if (!whole.endsWith(path)) throw strange('path', whole);
  if (protocol !== 'http:' && protocol !== 'https:') throw strange('protocol', protocol);
  if (region === undefined || service === undefined) throw strange('signature', 'another');
  const port: unknown = Reflect.get(Object(request), 'port');
  return {
    protocol,
    hostname: textAt(request, 'hostname'),
    port: typeof port === 'number' ? port : undefined,
    host: textAt(headers, 'host'),
    basePath: whole.slice(0, -path.length).replace(/\/$/, ''),
    scope: { region, service },
    userAgent: textAt(headers, 'user-agent'),
  };
}

function objectAt(value: unknown, key: string): object {
  const found: unknown = Reflect.get(Object(value), key);
  if (typeof found === 'object' && found !== null) return found;
  throw strange(key, found);
}

function textAt(value: unknown, key: string): string {
  const found: unknown = Reflect.get(Object(value), key);
  if (typeof found === 'string') return found;
  throw strange(key, found);
}

function strange(what: string, got: unknown): Error {
  return new Error(
    `Expected a request of the AWS SDK with a ${what} that is known here, got ${String(got)}: this version of @aws-sdk/client-lambda makes other requests; use an older one.`,
  );
}
