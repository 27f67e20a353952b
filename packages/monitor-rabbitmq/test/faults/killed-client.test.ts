import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { rabbitmqUnderTest, whyNoRabbitmq } from '@lithops/testing-services/rabbitmq';
import { describe, expect, it, onTestFinished } from 'vitest';
import { queuesLeft } from '../support/broker.js';
import { Gates } from '../support/gates.js';
import { numbers } from '../support/programs.js';

const program = fileURLToPath(new URL('../programs/persisted.mjs', import.meta.url));

function start(how: string, folder: string, jobId = '') {
  const args = [program, how, rabbitmqUnderTest().url, folder, jobId];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe.skipIf(whyNoRabbitmq !== undefined)(`a persisted job ${whyNoRabbitmq ?? ''}`, () => {
  it('whose client is killed goes on in another process: what had ended does not run again', async () => {
    const gates = new Gates();
    const first = start('begin', gates.folder);
    await gates.seen('job');
    await killed(first);
    const jobId = readFileSync(gates.at('job'), 'utf8');
    const [executorId = ''] = jobId.split('/');
    expect(await queuesLeft(executorId)).toEqual(['made']);
    gates.open('go');
    const second = start('resume', gates.folder, jobId);
    expect(JSON.parse(await text(second.stdout))).toEqual(numbers(8).map((n) => n * 2));
    const runs = numbers(8).map((n) => readFileSync(gates.at(`ran-${n}`), 'utf8').length);
    // Two were running when it was killed, and their workers with it.
    expect(runs).toEqual([1, 1, 1, 1, 2, 2, 1, 1]);
    expect(await queuesLeft(executorId)).toEqual([]);
  });
});
