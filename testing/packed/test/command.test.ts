import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../../../scripts/setup/command.mjs';

describe('the lithops command, from the packed packages in an empty project', () => {
  const cwd = inject('project');
  const program = path.join(cwd, 'node_modules/.bin/lithops');

  it('greets from a worker process', async () => {
    const output = await run(program, ['hello'], { cwd, timeoutMs: 60_000 });
    const [, worker, client] = /process (\d+).*this one is (\d+)/.exec(output) ?? [];
    expect(output).toMatch(/^hello/i);
    expect(Number(worker)).toBeGreaterThan(0);
    expect(worker).not.toBe(client);
  });

  it('says what it can do', async () => {
    expect(await run(program, ['--help'], { cwd, timeoutMs: 60_000 })).toMatch(/hello[\s\S]*config/);
  });
});
