import { describe, expect, it } from 'vitest';
import { ClosureError } from '../errors.js';
import { decodeChunk, encodeChunk } from './chunk.js';
import { decodeGraph, encodeGraph } from './graph.js';

const value = {
  list: Object.assign([1, 'x'], { 4: { y: 1n } }),
  map: new Map([[Symbol.for('k'), new Set([/x/g])]]),
  error: new AggregateError([new Error('a')], 'b', { cause: new Date(0) }),
  bytes: [new Uint8Array(8).subarray(2, 4), Buffer.from('text'), new Float64Array(2), new ArrayBuffer(3)],
  hosts: [
    new URL('http://a/'),
    new URLSearchParams('a=1'),
    new Headers({ a: 'b' }),
    new DOMException('x', 'AbortError'),
  ],
  boxed: [Object(1), Object('s')],
  frozen: Object.freeze({ x: 1 }),
};

/** Small and the same on every run (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function outcomeOf(decode: () => unknown): 'values' | 'refused' {
  try {
    decode();
    return 'values';
  } catch (error) {
    if (error instanceof ClosureError && error.code === 'LITHOPS_VALUE') return 'refused';
    throw error;
  }
}

describe('bytes that the codec did not write', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['a text', Buffer.from('hello, this is no graph')],
    ['a JSON document', Buffer.from('{"a":1}')],
    ['only the beginning', encodeGraph([1]).subarray(0, 4)],
  ])('are refused: %s', (_name, bytes) => {
    expect(() => decodeGraph(bytes)).toThrow(ClosureError);
    expect(() => decodeChunk(bytes)).toThrow(/the bytes are not what the codec wrote/);
  });

  it('are refused when they are a chunk where a graph is expected, and the other way round', () => {
    expect(() => decodeGraph(encodeChunk([1]).bytes)).toThrow(/a graph was expected/);
    expect(() => decodeChunk(encodeGraph([1]))).toThrow(/a chunk was expected/);
  });

  it('are refused when they are of another version, by both versions', () => {
    const bytes = encodeGraph([1]);
    bytes[2] = 99;
    expect(() => decodeGraph(bytes)).toThrow(/version 1 of the codec was expected, they are of version 99/);
  });

  it('are refused when they are cut, wherever', () => {
    const bytes = encodeGraph([value]);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeGraph(bytes.subarray(0, length))).toThrow(ClosureError);
    }
  });

  it('give values or a clear error when bits were flipped, never anything else', () => {
    const random = randomFrom(7);
    const encoded = [encodeGraph([value]), encodeChunk([value, { plain: [new Uint8Array(3)] }]).bytes];
    const outcomes = { values: 0, refused: 0 };
    for (let round = 0; round < 2_000; round += 1) {
      const isGraph = round % 2 === 0;
      const bytes = Uint8Array.from(encoded[round % 2] ?? []);
      for (let flips = 1 + random(4); flips > 0; flips -= 1)
        bytes[4 + random(bytes.length - 4)] = random(256);
      outcomes[outcomeOf(() => (isGraph ? decodeGraph(bytes) : decodeChunk(bytes)))] += 1;
    }
    expect(outcomes.values).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(100);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('do not make a later value own the bytes of the message', () => {
    const { bytes } = encodeChunk([new Uint8Array([1, 2, 3])]);
    const [view] = decodeChunk(bytes) as [Uint8Array];
    bytes.fill(0);
    expect(view).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('may lie anywhere in a larger buffer', () => {
    const bytes = encodeChunk([Float64Array.of(0.5), 'ü€ two bytes ✓']).bytes;
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(decodeChunk(larger.subarray(3))).toEqual([Float64Array.of(0.5), 'ü€ two bytes ✓']);
  });
});
