import type { LoggedRequest, RequestFilter } from './logged-request.js';

type Entry = { -readonly [Member in keyof LoggedRequest]: LoggedRequest[Member] };

/** All requests since the start or the last {@link RequestLog.clear}, in the order of their arrival. */
export class RequestLog implements Iterable<LoggedRequest> {
  #entries: Entry[] = [];

  /** Notes a request; what is not known yet is filled in. */
  open(requestId: string, requestBytes: number): Entry {
    const entry: Entry = {
      service: 'unknown',
      operation: 'unknown',
      actions: [],
      parameters: {},
      functionName: undefined,
      accessKeyId: undefined,
      callerArn: undefined,
      region: undefined,
      requestId,
      requestBytes,
      arrivedAtMs: Date.now(),
      status: undefined,
      replyBytes: undefined,
      errorCode: undefined,
    };
    this.#entries.push(entry);
    return entry;
  }

  filter(filter: RequestFilter = {}): readonly LoggedRequest[] {
    return this.#entries.filter(
      (entry) =>
        matches(filter.service, entry.service) &&
        matches(filter.operation, entry.operation) &&
        matches(filter.functionName, entry.functionName) &&
        matches(filter.errorCode, entry.errorCode) &&
        matches(filter.status, entry.status),
    );
  }

  count(filter: RequestFilter = {}): number {
    return this.filter(filter).length;
  }

  /** All actions that were needed so far, sorted: what a least-privilege policy must have. */
  actions(filter: RequestFilter = {}): readonly string[] {
    return [...new Set(this.filter(filter).flatMap(({ actions }) => actions))].sort();
  }

  clear(): void {
    this.#entries = [];
  }

  [Symbol.iterator](): Iterator<LoggedRequest> {
    return this.#entries.values();
  }
}

/** Parameters to be kept: of bytes, only how many. */
export function withoutBytes(
  parameters: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, shown(name, value)]));
}

function shown(name: string, value: unknown): unknown {
  if (Buffer.isBuffer(value)) return { bytes: value.length };
  if (name === 'ZipFile' && typeof value === 'string') return { bytes: Buffer.byteLength(value, 'base64') };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return withoutBytes({ ...value });
}

function matches<Value>(wanted: Value | undefined, got: Value | undefined): boolean {
  return wanted === undefined || wanted === got;
}
