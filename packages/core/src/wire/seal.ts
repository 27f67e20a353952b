import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { garbage } from './envelope.js';

const SEAL_BYTES = 32;

/** A key per executor that travels in payloads only; who can write to the bucket cannot make reports that pass. */
export function newSealKey(): string {
  return randomBytes(SEAL_BYTES).toString('base64url');
}

/** The bytes with their HMAC-SHA-256 (RFC 2104) behind them. */
export function seal(bytes: Uint8Array, key: string): Uint8Array<ArrayBuffer> {
  const sealed = new Uint8Array(bytes.byteLength + SEAL_BYTES);
  sealed.set(bytes);
  sealed.set(signature(bytes, key), bytes.byteLength);
  return sealed;
}

/** @throws {LithopsError} `LITHOPS_PROTOCOL` when the bytes were not sealed with that key. */
export function unseal(sealed: Uint8Array<ArrayBuffer>, key: string): Uint8Array<ArrayBuffer> {
  if (sealed.byteLength < SEAL_BYTES) throw garbage(`${sealed.byteLength} bytes without a seal`);
  const bytes = sealed.subarray(0, -SEAL_BYTES);
  if (!timingSafeEqual(sealed.subarray(-SEAL_BYTES), signature(bytes, key))) {
    throw garbage('a report that was not made by a worker of this job');
  }
  return bytes;
}

function signature(bytes: Uint8Array, key: string): Buffer {
  return createHmac('sha256', key).update(bytes).digest();
}
