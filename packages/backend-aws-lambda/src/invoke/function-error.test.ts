import { describe, expect, it } from 'vitest';
import { functionError } from './function-error.js';

const requestId = '8f5a';

function report(more: string): string {
  return `END RequestId: ${requestId}\nREPORT RequestId: ${requestId}\tDuration: 10 ms\tBilled Duration: 11 ms\tMemory Size: 128 MB\t${more}\n`;
}

function kindOf(payload: object, logTail = report('Max Memory Used: 60 MB')): string {
  return functionError({ requestId, payload: JSON.stringify(payload), logTail }).kind;
}

describe('a function that did not answer', () => {
  it.each([
    [
      {
        errorType: 'Sandbox.Timedout',
        errorMessage: 'RequestId: 8f5a Error: Task timed out after 3.00 seconds',
      },
      'timed-out',
    ],
    [{ errorMessage: '2026-01-01T00:00:00.000Z 8f5a Task timed out after 3.00 seconds' }, 'timed-out'],
    [
      { errorType: 'Runtime.OutOfMemory', errorMessage: 'RequestId: 8f5a Error: Runtime exited' },
      'out-of-memory',
    ],
    [{ errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: exit status 3' }, 'lost'],
    [{ errorType: 'Runtime.ImportModuleError', errorMessage: 'Error: Cannot find module' }, 'rejected'],
    [{}, 'lost'],
  ])('%j: %s', (payload, kind) => {
    expect(kindOf(payload)).toBe(kind);
  });

  it('is out of memory when it was killed with all of it in use', () => {
    const killed = {
      errorType: 'Runtime.ExitError',
      errorMessage: 'RequestId: 8f5a Error: Runtime exited with error: signal: killed',
    };
    expect(kindOf(killed, report('Max Memory Used: 128 MB'))).toBe('out-of-memory');
    expect(kindOf(killed, report('Max Memory Used: 127 MB'))).toBe('lost');
  });

  it('is not what user code says', () => {
    const said = { errorType: 'Error', errorMessage: 'Task timed out after 3.00 seconds' };
    expect(kindOf(said, `Runtime.OutOfMemory\n${report('Max Memory Used: 60 MB')}`)).toBe('lost');
  });

  it('has begun nothing when its process was to take no more work', () => {
    const exited = {
      errorType: 'Runtime.ExitError',
      errorMessage: 'Runtime exited with error: exit status 1',
    };
    const tail = `START\nlithops-worker-retired ${requestId}\n${report('Max Memory Used: 60 MB')}`;
    expect(kindOf(exited, tail)).toBe('unavailable');
    expect(kindOf(exited, tail.replace('Used: 60', 'Used: 128'))).toBe('unavailable');
    expect(kindOf(exited, tail.replace(`retired ${requestId}`, 'retired other'))).toBe('lost');
  });

  it('has not started when the service says so of both its tries', () => {
    const exited = {
      errorType: 'Runtime.ExitError',
      errorMessage: 'Runtime exited with error: exit status 1',
    };
    const init = (phase: string) =>
      `INIT_REPORT Init Duration: 36.16 ms\tPhase: ${phase}\tStatus: error\tError Type: Runtime.ExitError\n`;
    const ended = report('Max Memory Used: 60 MB');
    expect(kindOf(exited, init('init') + init('invoke') + ended)).toBe('rejected');
    expect(kindOf({ errorType: 'Error' }, init('init') + init('invoke') + ended)).toBe('rejected');
    expect(kindOf(exited, init('init') + ended)).toBe('lost');
  });
});
