import { performance } from 'node:perf_hooks';
import { FunctionExecutor, Storage } from '@lithops/core';
import type { Command } from 'commander';
import { type CommonOptions, executorOptions, withCommonOptions } from '../common-options.js';
import { oneLine } from '../one-line.js';
import { ProblemsFound } from '../problems-found.js';
import { type Trial, trials } from '../self-test/trials.js';
import type { CommandStreams } from '../streams.js';

interface TestOptions extends CommonOptions {
  readonly json?: boolean | undefined;
}

/** One trial's end. */
interface Tried {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly tookMs: number;
}

/** `lithops test`: runs real work on the configured backend and storage. */
export function addTestCommand(lithops: Command, streams: CommandStreams): void {
  withCommonOptions(lithops.command('test'))
    .description('run a map, a mapReduce, a storage and an error round trip on the configured backend')
    .option('--json', 'print the results as JSON')
    .action((options: TestOptions) => test(options, streams));
}

/** @throws {ProblemsFound} with the error of each trial that failed */
async function test(options: TestOptions, { stdout }: CommandStreams): Promise<void> {
  const chosen = executorOptions(options);
  await using storage = new Storage(chosen);
  await using executor = new FunctionExecutor({ ...chosen, progress: false });
  const tried: Tried[] = [];
  const failures: Error[] = [];
  for (const trial of trials) {
    const { result, failure } = await attempt(trial, executor, storage);
    tried.push(result);
    if (failure !== undefined) failures.push(failure);
    if (options.json !== true) stdout.write(asLine(result));
  }
  if (options.json === true) {
    stdout.write(`${JSON.stringify({ ok: failures.length === 0, tests: tried }, undefined, 2)}\n`);
  }
  if (failures.length > 0) throw new ProblemsFound(failures);
}

async function attempt(
  { name, run }: Trial,
  executor: FunctionExecutor,
  storage: Storage,
): Promise<{ readonly result: Tried; readonly failure: Error | undefined }> {
  const beginMs = performance.now();
  const tookMs = (): number => Math.round(performance.now() - beginMs);
  try {
    const message = await run(executor, storage);
    return { result: { name, ok: true, message, tookMs: tookMs() }, failure: undefined };
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    const result = { name, ok: false, message: oneLine(failure.message), tookMs: tookMs() };
    return { result, failure };
  }
}

function asLine({ name, ok, message, tookMs }: Tried): string {
  return `${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(9)}  ${message} (${tookMs} ms)\n`;
}
