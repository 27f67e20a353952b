import { describe, expect, it } from 'vitest';
import { type Frame, FrameReader, frameHeader } from './frames.js';

const frame = (type: Frame['type'], id: number, body: string): Frame => ({
  type,
  id,
  body: new Uint8Array(Buffer.from(body)),
});

const written = (frames: readonly Frame[]): Uint8Array =>
  new Uint8Array(Buffer.concat(frames.flatMap((one) => [frameHeader(one), one.body])));

const frames = [
  frame('invoke', 0, 'hello'),
  frame('part', 4_000_000_000, ''),
  frame('last-reply', 7, 'x'.repeat(100)),
];

describe('frames over a pipe', () => {
  it.each([1, 2, 8, 9, 10, 1000])('arrive whole when the pipe delivers %i bytes at a time', (size) => {
    const bytes = written(frames);
    const read: Frame[] = [];
    const reader = new FrameReader((one) => read.push(one));
    for (let offset = 0; offset < bytes.byteLength; offset += size)
      reader.push(bytes.subarray(offset, offset + size));
    expect(read).toEqual(frames);
  });

  it('of an unknown type are an error', () => {
    const bytes = written([frame('invoke', 1, 'x')]);
    bytes[4] = 99;
    expect(() => new FrameReader(() => undefined).push(bytes)).toThrow('got 99');
  });
});
