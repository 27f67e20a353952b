import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../../../scripts/setup/command.mjs';

describe('the lithops command, from the packed packages in an empty project', () => {
  const cwd = inject('project');
  const program = path.join(cwd, 'node_modules/.bin/lithops');

  it('greets from a worker process', async () => {
    expect(await run(program, ['hello'], { cwd, timeoutMs: 60_000 })).toMatch(/hello/i);
  });

  it('says what it can do', async () => {
    expect(await run(program, ['--help'], { cwd, timeoutMs: 60_000 })).toMatch(/hello[\s\S]*config/);
  });
});
