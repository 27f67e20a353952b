import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { computeSha256, sha256 } from './sha256.js';

function reference(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function patterned(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 167 + length) % 256);
}

describe('SHA-256', () => {
  it('is that of the standard', () => {
    expect(computeSha256(Buffer.from('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('is what Node.js makes of any length', () => {
    const lengths = [...Array(300).keys(), 1_000, 2_047, 2_048, 2_049, 100_000];
    for (const length of lengths) expect(computeSha256(patterned(length))).toBe(reference(patterned(length)));
  });

  it('is the same for the first and the hundredth who asks, and for what is long', () => {
    for (let n = 0; n < 100; n++) expect(sha256(patterned(n * 50))).toBe(reference(patterned(n * 50)));
  });

  it('is that of a part of a buffer, and not of the whole', () => {
    const part = patterned(200).subarray(13, 77);
    expect(computeSha256(part)).toBe(reference(part));
  });
});
