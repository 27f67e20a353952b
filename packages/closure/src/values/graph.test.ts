import { describe, expect, it } from 'vitest';
import type { ForeignKinds } from './contract.js';
import { decodeGraph, encodeGraph } from './graph.js';

function copy<T>(value: T, foreign?: ForeignKinds): unknown {
  return decodeGraph(encodeGraph([value], { foreign }), { foreign })[0];
}

describe('encodeGraph and decodeGraph', () => {
  it('copy plain data', () => {
    const value = { a: 1, b: [1, 'x', null, undefined], c: new Map([['k', new Set([1n])]]), d: new Date(5) };
    expect(copy(value)).toEqual(value);
  });

  it('keep cycles and shared references', () => {
    const shared = { x: 1 };
    const value: Record<string, unknown> = { left: shared, right: shared };
    value['self'] = value;
    const result = copy(value) as typeof value;
    expect(result['self']).toBe(result);
    expect(result['left']).toBe(result['right']);
  });
});
