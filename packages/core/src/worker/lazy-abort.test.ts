import { describe, expect, it } from 'vitest';
import { LazyAbort } from './lazy-abort.js';

describe('a signal that is made when asked for', () => {
  it('is aborted afterwards', () => {
    const abort = new LazyAbort();
    const { signal } = abort;
    expect(signal.aborted).toBe(false);
    abort.abort('why');
    expect([signal.aborted, signal.reason, abort.signal === signal]).toEqual([true, 'why', true]);
  });

  it('is aborted from the start when that was earlier, with the first reason', () => {
    const abort = new LazyAbort();
    abort.abort('first');
    abort.abort('second');
    expect([abort.signal.aborted, abort.signal.reason]).toEqual([true, 'first']);
  });
});
