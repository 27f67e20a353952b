import { describe, expect, it } from 'vitest';
import { compareUtf8 } from './object-name.js';

describe('compareUtf8', () => {
  it('orders as the bytes do, also where UTF-16 does not', () => {
    const texts = [
      '',
      'a',
      'a/',
      'a0',
      'b',
      'é',
      '\u07ff',
      '\u0800',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '🎉',
      '\u{10ffff}',
      '🎉a',
    ];
    for (const a of texts) {
      for (const b of texts) {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(compareUtf8(a, b)), `${a} and ${b}`).toBe(bytes);
      }
    }
    expect(compareUtf8('\uffff', '🎉')).toBeLessThan(0);
  });
});
