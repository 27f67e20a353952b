import { describe, expect, it } from 'vitest';
import { decodeChunk, encodeChunk } from '../chunk.js';
import { decodeGraph, encodeGraph } from '../graph.js';

const ways = {
  'in a graph': <T>(value: T): T => decodeGraph(encodeGraph([value]))[0] as T,
  'in a chunk': <T>(value: T): T => decodeChunk(encodeChunk([value]).bytes)[0] as T,
};

describe.each(Object.entries(ways))('bytes %s', (_way, copy) => {
  it.each([
    Int8Array.of(-1, 2),
    Uint8Array.of(1, 2),
    Uint8ClampedArray.of(1),
    Int16Array.of(-300),
    Uint16Array.of(300),
    Int32Array.of(-1),
    Uint32Array.of(2 ** 31),
    Float32Array.of(0.5, Number.NaN, -0),
    Float64Array.of(0.1),
    BigInt64Array.of(-1n),
    BigUint64Array.of(1n),
    new Float64Array(0),
    Buffer.from('text'),
  ])('keep their type and elements: %o', (value) => {
    const result = copy<ArrayBufferView>(value);
    expect(Object.getPrototypeOf(result)).toBe(Object.getPrototypeOf(value));
    expect(result).toEqual(value);
  });

  it('keep a DataView', () => {
    const result = copy(new DataView(Uint8Array.of(9, 1, 2, 9).buffer, 1, 2));
    expect([result.byteLength, result.getUint8(0), result.getUint8(1)]).toEqual([2, 1, 2]);
  });

  it('do not carry the pool that a Buffer lies in, nor pin the received message', () => {
    const secret = Buffer.from('a secret of somebody else');
    const value = Buffer.from('mine');
    expect(value.buffer).toBe(secret.buffer);
    const { bytes } = encodeChunk([value, { a: value, b: Buffer.from('also mine') }]);
    expect(Buffer.from(bytes).includes('secret')).toBe(false);
    const result = copy({ list: [value] }).list[0];
    expect(result?.buffer.byteLength).toBe(4);
  });

  it('carry only the part of a large buffer that a view shows', () => {
    const large = new Float64Array(100_000);
    large[500] = 0.5;
    const bytes = encodeGraph([large.subarray(500, 502)]);
    expect(bytes.byteLength).toBeLessThan(300);
    expect(copy(large.subarray(500, 502))).toEqual(Float64Array.of(0.5, 0));
  });

  it('are shared by views that share them', () => {
    const buffer = new ArrayBuffer(64);
    const value = { head: new Uint32Array(buffer, 4, 2), tail: new Float64Array(buffer, 32, 1) };
    value.tail[0] = 0.25;
    const result = copy(value);
    expect(result.head.buffer).toBe(result.tail.buffer);
    expect(result.tail[0]).toBe(0.25);
    expect(result.tail.byteOffset - result.head.byteOffset).toBe(28);
  });

  it('are shared by Buffers that overlap, and by none that merely lie in one pool', () => {
    const whole = Buffer.from('0123456789');
    const apart = Buffer.from('apart');
    const result = copy({ whole, part: whole.subarray(3, 6), apart });
    result.whole[4] = 'x'.charCodeAt(0);
    expect(result.part.toString()).toBe('3x5');
    expect(result.apart.buffer).not.toBe(result.whole.buffer);
    expect(result.apart.toString()).toBe('apart');
  });

  it('travel whole when the ArrayBuffer itself is a value, before or after its views', () => {
    const buffer = Uint8Array.of(1, 2, 3, 4, 5).buffer;
    for (const value of [
      { buffer, view: new Uint8Array(buffer, 1, 2) },
      { view: new Uint8Array(buffer, 1, 2), buffer },
    ]) {
      const result = copy(value);
      expect(new Uint8Array(result.buffer)).toEqual(Uint8Array.of(1, 2, 3, 4, 5));
      expect(result.view.buffer).toBe(result.buffer);
      expect(result.view).toEqual(Uint8Array.of(2, 3));
    }
  });

  it('keep a resizable ArrayBuffer resizable', () => {
    const value = Reflect.construct(ArrayBuffer, [2, { maxByteLength: 8 }]);
    const result = copy(value);
    expect([result.byteLength, Reflect.get(result, 'maxByteLength')]).toEqual([2, 8]);
  });

  it('keep one view one view', () => {
    const view = Uint8Array.of(1);
    const result = copy([view, view]);
    expect(result[0]).toBe(result[1]);
  });
});
