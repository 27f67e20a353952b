import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isAlive } from '../support/processes.js';

const program = fileURLToPath(new URL('programs/signalled.mjs', import.meta.url));

async function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const worker = Number(/worker (\d+)/.exec(output)?.[1]);
  return { output, code, signal, worker };
}

describe.each(['SIGINT', 'SIGTERM'])('%s while calls run', (name) => {
  it('cancels them, ends the workers, and ends the program as the signal does', async () => {
    const { output, code, signal, worker } = await run(name);
    expect(output).toContain('LITHOPS_CANCELLED');
    expect([code, signal, isAlive(worker)]).toEqual([null, name, false]);
  });

  it('is left to the program when it has a listener of its own', async () => {
    const { output, code, signal, worker } = await run(name, 'own');
    expect(output).toMatch(/own listener[\s\S]*LITHOPS_CANCELLED/);
    expect([code, signal, isAlive(worker)]).toEqual([0, null, false]);
  });
});
