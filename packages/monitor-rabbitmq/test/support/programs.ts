import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ExecutorOptions, FunctionExecutor } from '@lithops/core';
import { rabbitmq } from '@lithops/monitor-rabbitmq';
import { rabbitmqUnderTest } from '@lithops/testing-services/rabbitmq';
import { expect, onTestFinished } from 'vitest';

type Section = Partial<Parameters<typeof rabbitmq>[0]>;

/** The monitor on the broker of this run. */
export function monitor(section: Section = {}) {
  return rabbitmq({ amqpUrl: rabbitmqUnderTest().url, ...section });
}

/** An executor on this machine that is monitored by the broker; closed when the test is over. */
export function open(options: ExecutorOptions = {}): FunctionExecutor {
  const exec = new FunctionExecutor({ monitoring: monitor(), maxWorkers: 2, progress: false, ...options });
  onTestFinished(() => exec.close().catch(() => undefined));
  return exec;
}

/** What executors log; when the test is over, no password may be in it. */
export async function kept(): Promise<{
  readonly lithops: Readonly<Record<string, unknown>>;
  log(): Promise<string>;
}> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-rabbitmq-test-'));
  const file = path.join(folder, 'log');
  const log = () => readFile(file, 'utf8').catch(() => '');
  onTestFinished(async () => {
    expectNoPassword(await log());
    await rm(folder, { recursive: true });
  });
  return { lithops: { log_level: 'DEBUG', log_filename: file }, log };
}

/** Neither as it is, nor as URLs have it. */
export function expectNoPassword(text: string): void {
  const { password } = rabbitmqUnderTest();
  for (const spelling of [password, encodeURIComponent(password)]) expect(text).not.toContain(spelling);
}

export function numbers(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
