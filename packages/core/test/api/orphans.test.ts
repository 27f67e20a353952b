import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { isAlive } from '../support/processes.js';

const program = fileURLToPath(new URL('programs/orphans.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lithops-orphans-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a worker whose user code blocks', () => {
  it.each(['kill', 'exit', 'crash'])('does not outlive its client: %s', async (how) => {
    const file = join(folder, how);
    const child = spawn(process.execPath, [program, how, file], { stdio: 'ignore' });
    await once(child, 'exit');
    const worker = Number(readFileSync(file, 'utf8'));
    await vi.waitFor(() => expect(isAlive(worker)).toBe(false), { timeout: 5000, interval: 50 });
  });
});
