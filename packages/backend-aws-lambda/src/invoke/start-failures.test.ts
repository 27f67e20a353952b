import { TransportError } from '@lithops/core/spec';
import { describe, expect, it } from 'vitest';
import { StartFailures } from './start-failures.js';

const notStarted = new TransportError('rejected', 'It ends while it starts.', { logTail: 'the log' });
const denied = new TransportError('rejected', 'You may not.');
const failing = (error: Error) => (): Promise<never> => Promise.reject(error);

describe('a function that did not start', () => {
  it('is not invoked again until it may be another one', async () => {
    const starts = new StartFailures();
    await expect(starts.watch('a', failing(notStarted))).rejects.toBe(notStarted);
    await expect(starts.watch('a', () => Promise.resolve(1))).rejects.toBe(notStarted);
    expect(await starts.watch('b', () => Promise.resolve(2))).toBe(2);
    starts.forget('a');
    expect(await starts.watch('a', () => Promise.resolve(3))).toBe(3);
  });

  it('and has answered before gets what did not run again', async () => {
    const starts = new StartFailures();
    await starts.watch('a', () => Promise.resolve(1));
    await expect(starts.watch('a', failing(notStarted))).rejects.toMatchObject({
      kind: 'unavailable',
      logTail: 'the log',
    });
    expect(await starts.watch('a', () => Promise.resolve(2))).toBe(2);
  });

  it('is not one that may not be invoked', async () => {
    const starts = new StartFailures();
    await expect(starts.watch('a', failing(denied))).rejects.toBe(denied);
    expect(await starts.watch('a', () => Promise.resolve(1))).toBe(1);
  });
});
