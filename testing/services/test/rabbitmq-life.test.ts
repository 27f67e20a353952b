import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ensureRabbitmqInstalled, startRabbitmq } from '../src/index.js';
import { commandsWith } from './support/processes.js';

const whyNot = await ensureRabbitmqInstalled();
const patience = { timeout: 60_000, interval: 50 };

describe.skipIf(whyNot !== undefined)(`the life of a broker ${whyNot ?? ''}`, () => {
  it('ends with stop, which leaves no process, not even epmd, and no file', async () => {
    const folder = await temporaryFolder();
    const broker = await startRabbitmq();
    await expectRunning(folder);
    await broker.stop();
    expect(processesOf(folder)).toEqual([]);
    expect(await brokersIn(folder)).toEqual([]);
    await broker.stop(); // once more does no harm
  });

  it('ends with the process that started it, though that is killed', async () => {
    const folder = await temporaryFolder();
    const program = spawnHolder();
    await once(createInterface(program.stdout), 'line');
    await expectRunning(folder);
    program.kill('SIGKILL');
    await vi.waitFor(async () => expect(await brokersIn(folder)).toEqual([]), patience);
    await vi.waitFor(() => expect(processesOf(folder)).toEqual([]), patience);
  });

  it('ends with a process that is killed while it starts it', async () => {
    const folder = await temporaryFolder();
    const program = spawnHolder();
    await vi.waitFor(() => expect(processesOf(folder).join('\n')).toContain('epmd'), {
      ...patience,
      interval: 1,
    });
    program.kill('SIGKILL');
    await vi.waitFor(async () => expect(await brokersIn(folder)).toEqual([]), patience);
    await vi.waitFor(() => expect(processesOf(folder)).toEqual([]), patience);
  });
});

/** The folder for temporary files, of this test alone. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rabbitmq-life-'));
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

const brokersIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith('lithops-rabbitmq-'));

/** Of brokers; what started them has that folder in its environment, too. */
const processesOf = (folder: string): readonly string[] =>
  commandsWith(`TMPDIR=${folder}`).filter((command) =>
    /beam|epmd|erl_child_setup|inet_gethost/.test(command),
  );

async function expectRunning(folder: string): Promise<void> {
  expect(await brokersIn(folder)).toHaveLength(1);
  const commands = processesOf(folder).join('\n');
  expect(commands).toContain('beam');
  expect(commands).toContain('epmd');
}

function spawnHolder() {
  const file = fileURLToPath(new URL('programs/holds-rabbitmq.ts', import.meta.url));
  const program = spawn(process.execPath, ['--import', 'tsx', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void program.kill('SIGKILL'));
  return program;
}
