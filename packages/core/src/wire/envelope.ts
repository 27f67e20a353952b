import { LithopsError } from '../errors/lithops-error.js';
import { isSameProtocol, PROTOCOL } from './protocol.js';

/**
 * The outer form of payloads and reports: a JSON header and raw byte parts behind it.
 * Layout: `LTH` `0x01`, header length (u32 LE), header (UTF-8 JSON with `parts`: the lengths in bytes), the parts.
 */
const MAGIC = Buffer.from('LTH\u0001', 'latin1');
const PREFIX_BYTES = MAGIC.length + 4;

export interface Envelope {
  readonly header: Readonly<Record<string, unknown>>;
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
}

export function packEnvelope(header: object, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const lengths = parts.map((part) => part.byteLength);
  const head = Buffer.from(JSON.stringify({ ...header, protocol: PROTOCOL, parts: lengths }));
  const bytes = new Uint8Array(
    PREFIX_BYTES + head.byteLength + lengths.reduce((sum, length) => sum + length, 0),
  );
  bytes.set(MAGIC, 0);
  new DataView(bytes.buffer).setUint32(MAGIC.length, head.byteLength, true);
  bytes.set(head, PREFIX_BYTES);
  let offset = PREFIX_BYTES + head.byteLength;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

/**
 * Parts are views of `bytes`, not copies.
 * @throws {LithopsError} `LITHOPS_PROTOCOL` for anything that `packEnvelope` of the same major version did not make.
 */
export function unpackEnvelope(bytes: Uint8Array<ArrayBuffer>): Envelope {
  if (bytes.byteLength < PREFIX_BYTES || !MAGIC.equals(bytes.subarray(0, MAGIC.length))) {
    throw garbage(`${bytes.byteLength} bytes that do not begin as a Lithops message does`);
  }
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  const header = parseHeader(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + headLength));
  assertProtocol(header['protocol']);
  return { header, parts: cutParts(bytes.subarray(PREFIX_BYTES + headLength), header['parts']) };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(),
    );
    if (isRecord(header)) return header;
  } catch (cause) {
    throw garbage('a header that is not JSON', cause);
  }
  throw garbage('a header that is not an object');
}

function assertProtocol(protocol: unknown): void {
  if (isSameProtocol(protocol)) return;
  throw new LithopsError({
    code: 'LITHOPS_PROTOCOL',
    message:
      `Client and worker do not understand each other: expected protocol ${PROTOCOL}, got ${String(protocol)}. ` +
      'Install the same major version of @lithops/core on both sides (redeploy the runtime).',
  });
}

function cutParts(body: Uint8Array<ArrayBuffer>, lengths: unknown): Uint8Array<ArrayBuffer>[] {
  if (!isNumbers(lengths)) throw garbage('a header without part lengths');
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const length of lengths) {
    parts.push(body.subarray(offset, offset + length));
    offset += length;
  }
  if (offset !== body.byteLength)
    throw garbage(`${body.byteLength} bytes of parts where ${offset} were announced`);
  return parts;
}

/** Something that no worker or client of ours sent. */
export function garbage(what: string, cause?: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_PROTOCOL',
    message: `Expected a Lithops message, got ${what}.`,
    cause,
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => Number.isSafeInteger(entry) && entry >= 0);
}
