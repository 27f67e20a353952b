import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

/** Runs a persisted job whose calls from 1 on wait for `go`; tells what became of it. */
const program = `
  import { existsSync, writeFileSync } from 'node:fs';
  import { setTimeout as pause } from 'node:timers/promises';
  import { FunctionExecutor } from ${JSON.stringify(
    new URL('../../core/dist/index.js', import.meta.url).href,
  )};
  const folder = process.cwd();
  async function crunch(x) {
    writeFileSync(folder + '/ran-' + x, '');
    while (x > 0 && !existsSync(folder + '/go')) await pause(5);
    return x;
  }
  const options = { progress: false, maxWorkers: 1, config: { lithops: { monitoring_interval: 0.1 } } };
  const [, jobId] = process.argv;
  const list = jobId === undefined
    ? new FunctionExecutor({ ...options, persist: true }).map(crunch, [0, 1, 2], { chunkSize: 1 })
    : FunctionExecutor.resume(jobId, crunch, options);
  writeFileSync(folder + '/job', list.jobId);
  const [, one] = await list.settled();
  writeFileSync(folder + '/ended', String(one?.reason?.code ?? 'fine'));
`;

/** A user's machine, as a folder. */
class Machine {
  readonly folder = folderWith({ 'tmp/none': '', 'home/none': '' });
  readonly environment = { HOME: join(this.folder, 'home'), TMPDIR: join(this.folder, 'tmp') };

  run(...args: readonly string[]) {
    return lithops(this.folder, args, this.environment);
  }

  start(...args: readonly string[]) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', ...args], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], ...this.environment },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  }

  async seen(file: string): Promise<string> {
    while (!existsSync(join(this.folder, file))) await pause(10);
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** A job whose program was killed while its second call ran. */
  async killed(): Promise<string> {
    const child = this.start();
    await this.seen('ran-1');
    child.kill('SIGKILL');
    await once(child, 'exit');
    return await this.seen('job');
  }
}

describe('lithops job', () => {
  it('says so when there are no jobs', async () => {
    const machine = new Machine();
    expect(await machine.run('job', 'list')).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^No persisted jobs here\./),
      stderr: '',
    });
    expect((await machine.run('job', 'list', '--json')).stdout).toBe('[]\n');
  });

  it('lists a job whose program was killed, and shows what it has come to', async () => {
    const machine = new Machine();
    const job = await machine.killed();
    const { code, stdout } = await machine.run('job', 'list');
    expect(code).toBe(0);
    const [head, row, ...rest] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^JOB +FUNCTION +CREATED +CALLS +DONE +FAILED +STATE$/);
    expect(row).toMatch(new RegExp(`^${job} +crunch +\\S+Z +3 +1 +0 +stopped$`));
    expect(rest).toEqual([]);
    expect(JSON.parse((await machine.run('job', 'list', '--json')).stdout)).toMatchObject([
      { jobId: job, functionName: 'crunch', calls: 3, done: 1, failed: 0, state: 'stopped' },
    ]);
    const status = await machine.run('job', 'status', job);
    expect(status.stdout).toMatch(/state +stopped\n +its program is gone/);
    writeFileSync(join(machine.folder, 'go'), '');
    await once(machine.start(job), 'exit');
    expect(await machine.seen('ended')).toBe('fine');
    expect((await machine.run('job', 'list', '--json')).stdout).toBe('[]\n');
  });

  it('cancels a job that runs: its program stops it, and nobody continues it', async () => {
    const machine = new Machine();
    const child = machine.start();
    const ended = once(child, 'exit');
    await machine.seen('ran-1');
    const job = await machine.seen('job');
    expect((await machine.run('job', 'status', job)).stdout).toMatch(/state +running/);
    const { code, stdout } = await machine.run('job', 'cancel', job);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('its program stops it now'),
    });
    await ended;
    expect(await machine.seen('ended')).toBe('LITHOPS_CANCELLED');
    expect((await machine.run('job', 'status', job)).stdout).toMatch(/state +cancelled/);
    await once(machine.start(job), 'exit');
    expect(existsSync(join(machine.folder, 'ran-2'))).toBe(false);
    expect((await machine.run('job', 'cancel', job)).stdout).toContain('was cancelled before');
  });

  it('fails in one line for a job that is not there, and for what is no name of one', async () => {
    const machine = new Machine();
    for (const command of ['status', 'cancel']) {
      const { code, stderr } = await machine.run('job', command, 'ab12cd-0/M0000');
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/^LITHOPS_JOB_NOT_FOUND: .*\n$/),
      });
    }
    const { code, stderr } = await machine.run('job', 'status', 'thumbs');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^LITHOPS_INVALID_ARGUMENT: .*\n$/),
    });
  });
});
