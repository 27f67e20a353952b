import { describe, expect, it } from 'vitest';
import type { ReadLogsOptions } from '../spec/compute-backend.js';
import { CallLogs } from './call-logs.js';

const MB = 2 ** 20;
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('what calls wrote', () => {
  it('is kept call by call, in order', () => {
    const logs = new CallLogs();
    logs.add({ index: 1, bytes: bytes('a') });
    logs.add({ index: 2, bytes: bytes('x') });
    logs.add({ index: 1, bytes: bytes('b') });
    expect([logs.text(0), logs.text(1), logs.text(2)]).toEqual(['', 'ab', 'x']);
  });

  it('is dropped for those that wrote first when it is too much, but never for the one that writes', () => {
    const logs = new CallLogs();
    logs.add({ index: 1, bytes: new Uint8Array(10 * MB) });
    logs.add({ index: 2, bytes: new Uint8Array(10 * MB) });
    expect([logs.text(1).length, logs.text(2).length]).toEqual([0, 10 * MB]);
    logs.add({ index: 2, bytes: new Uint8Array(10 * MB) });
    expect(logs.text(2).length).toBe(20 * MB);
  });

  it('is read from the log of the platform by the activation of each attempt', async () => {
    const logs = new CallLogs();
    logs.sentAs('first', [1, 2], [1, 1]);
    logs.sentAs('second', [2], [2]);
    const read = async (requestId: string, { call }: ReadLogsOptions) =>
      `${requestId}: call ${call?.index}, attempt ${call?.attempt}\n`;
    expect(await logs.read(2, read)).toBe('first: call 2, attempt 1\nsecond: call 2, attempt 2\n');
    expect(await logs.read(3, read)).toBe('');
    logs.forget(2);
    expect(await logs.read(2, read)).toBe('');
  });
});
