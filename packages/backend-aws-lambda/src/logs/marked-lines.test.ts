import { describe, expect, it } from 'vitest';
import { MarkedLines } from './marked-lines.js';

/** A stream that keeps what it was given, and what marks its lines. */
function marked() {
  const texts: string[] = [];
  const stream = {
    write(chunk: unknown, encoding?: unknown, done?: unknown): boolean {
      texts.push(String(chunk));
      for (const one of [encoding, done]) if (typeof one === 'function') one();
      return true;
    },
  };
  const lines = new MarkedLines(stream);
  return { stream, lines, written: () => texts.join('') };
}

describe('lines with a mark', () => {
  it('are whole, however they came', () => {
    const { stream, lines, written } = marked();
    lines.begin('one');
    const euro = Buffer.from('€');
    stream.write('a');
    stream.write('b\nc ');
    stream.write(euro.subarray(0, 1));
    stream.write(euro.subarray(1));
    stream.write('\n\n');
    expect(written()).toBe('one\tab\none\tc €\none\t\n');
  });

  it('have the mark of who began them', () => {
    const { stream, lines, written } = marked();
    lines.begin('one');
    stream.write('begun');
    lines.begin('two');
    stream.write('next\n');
    lines.flush();
    expect(written()).toBe('one\tbegun\ntwo\tnext\n');
  });

  it('tell who waits for them, though a line is only begun', () => {
    const { stream } = marked();
    let told = 0;
    stream.write('begun', () => told++);
    stream.write('6f6e650a', 'hex', () => told++);
    expect(told).toBe(2);
  });
});
