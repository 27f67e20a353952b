import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloud, lambdaOptions } from './support/lambda.js';
import { meetingOf } from './support/meeting.js';

const CALLS = 500;
const program = fileURLToPath(new URL('programs/interrupted.mjs', import.meta.url));

describe('Ctrl-C with 500 calls in flight', () => {
  it('cancels them all, and ends the program as the signal does', { timeout: 300_000 }, async () => {
    const meeting = await meetingOf(CALLS + 1);
    const aws = await cloud({ environments: { crowd: 1 } });
    const how = { options: lambdaOptions(aws, { maxWorkers: CALLS }), url: meeting.url, calls: CALLS };
    const child = spawn(process.execPath, [program, JSON.stringify(how)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = Promise.all([text(child.stdout), once(child, 'exit')]);
    await meeting.arrived(CALLS);
    child.kill('SIGINT');
    const [output, [code, signal]] = await ended;
    expect(JSON.parse(output)).toEqual({ count: CALLS, codes: ['LITHOPS_CANCELLED'] });
    expect([code, signal]).toEqual([null, 'SIGINT']);
    expect(aws.requests.count({ operation: 'Invoke' })).toBe(CALLS);
  });
});
