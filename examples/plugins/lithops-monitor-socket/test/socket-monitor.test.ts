import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Monitor, MonitorContext, OutcomeReport } from '@lithops/core/spec';
import { openMonitor } from '@lithops/core/testing';
import { socket } from 'lithops-monitor-socket';
import { expect, it, onTestFinished } from 'vitest';

const context: MonitorContext = {
  executorId: 'executor',
  bucket: 'none',
  storage: () => Promise.reject(new Error('Nobody should ask for the store.')),
  intervalMs: undefined,
};

const report: OutcomeReport = {
  activationId: 'activation',
  calls: [{ jobId: 'M0000', index: 0, attempt: 1, ok: true }],
  body: Uint8Array.of(1),
};

async function opened(): Promise<Monitor> {
  const monitor = await openMonitor(socket());
  onTestFinished(async () => monitor.close?.());
  return monitor;
}

/** Of a monitor: where it listens. */
function portOf({ workerSection }: Monitor): number {
  const port = workerSection?.['port'];
  if (typeof port !== 'number') throw new Error('Expected a port for workers.');
  return port;
}

it.each([
  ['who does not know the secret', 'none', 401],
  ['who says how long a report is that nobody takes', undefined, 413],
])('does not listen to one %s', async (_, secret, status) => {
  const monitor = await opened();
  const authorization = secret ?? String(monitor.workerSection?.['secret']);
  const headers = { authorization, 'content-length': 9 * 1024 * 1024 };
  const stranger = request({ port: portOf(monitor), method: 'POST', path: '/report', headers });
  onTestFinished(() => void stranger.destroy());
  stranger.flushHeaders();
  const [{ statusCode }] = await once(stranger, 'response');
  expect(statusCode).toBe(status);
});

it('rejects a flush when nobody listens any more, and says where', async () => {
  const [client, worker] = [await opened(), await opened()];
  const reporter = worker.createReporter(context);
  await worker.close?.();
  reporter.outcome(report);
  await expect(reporter.flush()).rejects.toThrow(/127\.0\.0\.1:\d+/);
  await client.close?.();
});

it('gives each executor a secret of its own, which is no part of payloads', async () => {
  const [one, other] = [await opened(), await opened()];
  expect(one.workerSection?.['secret']).not.toBe(other.workerSection?.['secret']);
  expect(socket.sections).toHaveProperty('socket.secret.secret', true);
});

it('is found by its name, from the folder of a configuration file', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-monitor-socket-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const program = `
    import { FunctionExecutor } from '@lithops/core';
    const exec = new FunctionExecutor({ configFile: ${JSON.stringify(path.join(import.meta.dirname, 'lithops.yaml'))}, progress: false });
    console.log(await exec.map((n) => n * n, [1, 2, 3]));
    await exec.close();
  `;
  const file = path.join(import.meta.dirname, `found-${process.pid}.mjs`);
  onTestFinished(() => rm(file));
  await writeFile(file, program);
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  expect(stdout).toBe('[ 1, 4, 9 ]\n');
});
