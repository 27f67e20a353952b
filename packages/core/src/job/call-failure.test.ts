import { describe, expect, it } from 'vitest';
import { CallError } from '../errors/call-error.js';
import { callErrorOf, userFrames } from './call-failure.js';

describe('what a call failed with', () => {
  it('is the cause of a CallError when the function threw it, whatever it was', () => {
    const thrown = new TypeError('bad');
    expect(callErrorOf(thrown, { index: 3, attempt: 2 })).toMatchObject({
      code: 'LITHOPS_CALL_FAILED',
      message: 'Call 3 failed: bad',
      cause: thrown,
      callId: '00000003',
      attempt: 2,
    });
    expect(callErrorOf('text', { index: 0, attempt: 1 })).toMatchObject({
      message: 'Call 0 failed: text',
      cause: 'text',
    });
  });

  it('is itself when it is one of ours', () => {
    const error = new CallError({ code: 'LITHOPS_TIMEOUT', message: 'm', callId: '1', index: 1, attempt: 1 });
    expect(callErrorOf(error, { index: 1, attempt: 1 })).toBe(error);
  });
});

describe('a remote stack', () => {
  it('ends with the user’s own frames', () => {
    const stack =
      'Error: x\n    at mine (a.ts:1:1)\n    at Object.lithopsCall [as run] (w.cjs:5:6)\n    at more (w.cjs:1:1)';
    expect(userFrames(stack)).toBe('Error: x\n    at mine (a.ts:1:1)');
    const later =
      'Error: x\n    at async mine (a.ts:1:1)\n    at async lithopsCallResult (w.cjs:5:6)\n    at async more (w.cjs:1:1)';
    expect(userFrames(later)).toBe('Error: x\n    at async mine (a.ts:1:1)');
    expect(userFrames('Error: lithopsCall\n    at a (b.ts:1:1)')).toBe(
      'Error: lithopsCall\n    at a (b.ts:1:1)',
    );
  });
});
