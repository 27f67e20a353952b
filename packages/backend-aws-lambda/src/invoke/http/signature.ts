import { createHash, createHmac } from 'node:crypto';
import type { SigningScope } from './service-address.js';

/** What a signature is made of; a token belongs to temporary keys. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A request without a query. */
export interface UnsignedRequest {
  readonly method: string;
  /** As it is sent, with what must be encoded encoded. */
  readonly path: string;
  /** By names in lower case; `host` must be one of them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * AWS Signature Version 4, for services other than S3. What the secret, the day and the scope come to is kept: per request
 * there are three hashes left, of a few hundred bytes each and of the body.
 *
 * Source: "Create a signed AWS API request", IAM user guide.
 */
export class Signer {
  readonly #scope: SigningScope;
  #derived: { readonly of: string; readonly key: Buffer } | undefined;

  constructor(scope: SigningScope) {
    this.#scope = scope;
  }

  /** @returns all headers, of which all are signed @param nowMs since 1970, by the clock of the service */
  sign(request: UnsignedRequest, keys: Keys, nowMs: number): Record<string, string> {
    const { region, service } = this.#scope;
    const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
    const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
    const bodyHash = sha256(request.body);
    const headers: Record<string, string> = {
      ...request.headers,
      'x-amz-content-sha256': bodyHash,
      'x-amz-date': time,
      ...(keys.sessionToken !== undefined && { 'x-amz-security-token': keys.sessionToken }),
    };
    const names = Object.keys(headers).sort();
    const signed = names.join(';');
    const canonical = [
      `${request.method}\n${canonicalPath(request.path)}\n`,
      ...names.map((name) => `${name}:${headers[name]?.trim().replace(/ +/g, ' ')}`),
      `\n${signed}\n${bodyHash}`,
    ].join('\n');
    const toSign = `${ALGORITHM}\n${time}\n${scope}\n${sha256(canonical)}`;
    const signature = createHmac('sha256', this.#key(keys.secretAccessKey, scope))
      .update(toSign)
      .digest('hex');
    const credential = `${keys.accessKeyId}/${scope}`;
    headers['authorization'] =
      `${ALGORITHM} Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`;
    return headers;
  }

  #key(secret: string, scope: string): Buffer {
    const of = `${secret}/${scope}`;
    if (this.#derived?.of === of) return this.#derived.key;
    const key = scope
      .split('/')
      .reduce<Buffer>(
        (derived, part) => createHmac('sha256', derived).update(part).digest(),
        Buffer.from(`AWS4${secret}`),
      );
    this.#derived = { of, key };
    return key;
  }
}

/** What is encoded already is encoded once more. */
function canonicalPath(path: string): string {
  return encodeURIComponent(path)
    .replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/');
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
