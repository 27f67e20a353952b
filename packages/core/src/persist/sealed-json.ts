import { createHmac, timingSafeEqual } from 'node:crypto';
import { isRecord } from '../wire/index.js';

/** JSON that people can read where it lies, with a signature as its last field. */
export function encodeSealed(content: object, key: string): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify({ ...content, seal: signature(JSON.stringify(content), key) }, undefined, 1);
  return new Uint8Array(Buffer.from(text));
}

/** The content; `undefined` when nobody who has the key wrote it. */
export function decodeSealed(bytes: Uint8Array, key: string): Readonly<Record<string, unknown>> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined; // whoever has the key writes JSON
  }
  if (!isRecord(parsed)) return undefined;
  const { seal, ...content } = parsed;
  const expected = Buffer.from(signature(JSON.stringify(content), key));
  const given = Buffer.from(typeof seal === 'string' ? seal : '');
  return given.byteLength === expected.byteLength && timingSafeEqual(given, expected) ? content : undefined;
}

function signature(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
