import { setTimeout as pause } from 'node:timers/promises';
import { isLithopsError, LithopsError } from '@lithops/core';
import { builtins, resolveConfiguration, silentContext } from '@lithops/core/config';
import type { ComputeBackend, ReadLogsOptions } from '@lithops/core/spec';
import { type Command, InvalidArgumentError } from 'commander';
import { type CommonOptions, executorOptions, withCommonOptions } from '../common-options.js';
import { type CommandStreams, written } from '../streams.js';

interface GetOptions extends CommonOptions {
  readonly wait: number;
}

interface PollOptions extends CommonOptions {
  readonly interval: number;
  readonly limit?: number | undefined;
}

/** `lithops logs get|poll`: what workers wrote, from backends that keep it. */
export function addLogsCommand(lithops: Command, streams: CommandStreams): void {
  const logs = lithops
    .command('logs')
    .helpCommand(false)
    .description('print what workers wrote, where the backend keeps it');
  withCommonOptions(logs.command('get'))
    .description('print the log of one activation')
    .argument('<activation>', 'its id, as errors name it: that of the request')
    .option('-w, --wait <seconds>', 'how long to wait for a log that is not whole yet', seconds, 20)
    .action((activation: string, { wait, ...options }: GetOptions) =>
      withLogs(options, async (read) =>
        written(streams.stdout, await read(activation, { waitMs: wait * 1000 })),
      ),
    );
  withCommonOptions(logs.command('poll'))
    .description('print the log of one activation as it grows, until Ctrl-C')
    .argument('<activation>', 'its id, as errors name it: that of the request')
    .option('-i, --interval <seconds>', 'time between two looks', seconds, 2)
    .option('-l, --limit <seconds>', 'stop after so long', seconds)
    .action((activation: string, options: PollOptions) =>
      withLogs(options, (read) => poll(() => soFar(read, activation), options, streams)),
    );
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a number of seconds above 0.');
}

type ReadLogs = (activation: string, options?: ReadLogsOptions) => Promise<string>;

/** Nothing, while there is no log yet. */
async function soFar(read: ReadLogs, activation: string): Promise<string> {
  try {
    return await read(activation);
  } catch (error) {
    if (isLithopsError(error, 'LITHOPS_LOG_NOT_FOUND')) return '';
    throw error;
  }
}

/** @throws {LithopsError} `LITHOPS_UNSUPPORTED` when the backend keeps no logs */
async function withLogs(options: CommonOptions, use: (read: ReadLogs) => Promise<void>): Promise<void> {
  const { compute } = resolveConfiguration(executorOptions(options), builtins);
  const backend = await compute.create(silentContext());
  try {
    await use(readerOf(backend));
  } finally {
    await backend.close();
  }
}

function readerOf(backend: ComputeBackend): ReadLogs {
  if (backend.readLogs === undefined || !backend.capabilities.logs) throw noLogs(backend.name);
  return (activation, options) => backend.readLogs?.(activation, options) ?? Promise.resolve('');
}

/** Prints what is new at each look. A log that begins anew is printed from its beginning. */
async function poll(
  read: () => Promise<string>,
  { interval, limit = Number.POSITIVE_INFINITY }: PollOptions,
  { stdout }: CommandStreams,
): Promise<void> {
  const endMs = performance.now() + limit * 1000;
  let shown = '';
  for (;;) {
    const text = await read();
    await written(stdout, text.startsWith(shown) ? text.slice(shown.length) : text);
    shown = text;
    const leftMs = endMs - performance.now();
    if (leftMs <= 0) return;
    await pause(Math.min(interval * 1000, leftMs));
  }
}

function noLogs(name: string): LithopsError {
  const where =
    name === 'localhost'
      ? "its workers write to the output of the program that runs them, where `future.logs()` has each call's"
      : 'look in the log service of its platform';
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message: `Expected a backend that keeps logs, got "${name}": ${where}.`,
  });
}
