import { describe, expect, it } from 'vitest';
import { LineReader } from './line-reader.js';

describe('a reader of lines', () => {
  it('answers those who ask before it has read in the order in which they asked', async () => {
    const reader = new LineReader(chunks('a\nb', '\nc\n', 'd'), '\n', false);
    const asked = Array.from({ length: 6 }, () => reader.next());
    expect(await Promise.all(asked)).toEqual([
      { done: false, value: 'a' },
      { done: false, value: 'b' },
      { done: false, value: 'c' },
      { done: false, value: 'd' },
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it('gives no more lines after one who left, although it has some', async () => {
    const reader = new LineReader(chunks('a\nb\nc\n'), '\n', false);
    expect((await reader.next()).value).toBe('a');
    await reader.return();
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it('fails once, and gives no line of which the end is missing', async () => {
    async function* broken() {
      yield Buffer.from('a\nb');
      throw new Error('broken');
    }
    const reader = new LineReader(broken(), '\n', false);
    expect((await reader.next()).value).toBe('a');
    await expect(reader.next()).rejects.toThrow('broken');
    expect((await reader.next()).done).toBe(true);
  });
});

async function* chunks(...texts: readonly string[]): AsyncGenerator<Buffer, void, undefined> {
  for (const text of texts) yield Buffer.from(text);
}
