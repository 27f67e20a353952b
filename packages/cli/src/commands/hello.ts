import { performance } from 'node:perf_hooks';
import { FunctionExecutor } from '@lithops/core';
import { builtins, localBucket, resolveConfiguration } from '@lithops/core/config';
import type { StoragePlugin } from '@lithops/core/spec';
import type { Command } from 'commander';
import { commandName } from '../command-name.js';
import { type CommonOptions, executorOptions, withCommonOptions } from '../common-options.js';
import type { CommandStreams } from '../streams.js';
import { userName } from '../user-name.js';

/** `lithops hello`: is everything set up, from the configuration to a worker and back? */
export function addHelloCommand(lithops: Command, streams: CommandStreams): void {
  withCommonOptions(lithops.command('hello'))
    .description('let a worker process greet you: tells whether everything is set up')
    .action(async (options: CommonOptions) => {
      streams.stdout.write(await hello(options));
    });
}

async function hello(common: CommonOptions): Promise<string> {
  const options = { ...executorOptions(common), progress: false };
  const { compute, storage } = resolveConfiguration(options, builtins);
  const backend = compute.plugin.name;
  const startMs = performance.now();
  const executor = new FunctionExecutor(options);
  try {
    const future = executor.callAsync(greet, userName());
    const { greeting, pid, node } = await future;
    const tookMs = Math.round(performance.now() - startMs);
    const inFunction =
      future.stats.execMs === undefined
        ? ''
        : `, ${Math.round(future.stats.execMs)} ms of them in the function`;
    return [
      `${greeting}\n`,
      `  backend   ${backend}`,
      `  storage   ${describeStorage(storage.plugin)}`,
      `  worker    process ${pid} with Node.js ${node} (this one is ${process.pid})`,
      `  time      ${tookMs} ms${inFunction}\n`,
    ].join('\n');
  } finally {
    await executor.close();
  }
}

/** A greeting stores nothing: nobody shall take it for a sign that the store is well. */
function describeStorage(plugin: StoragePlugin): string {
  if (localBucket(plugin) !== undefined) return plugin.name;
  return `${plugin.name}, which a greeting does not need: \`${commandName()} doctor\` looks at it`;
}

/** Runs in the worker. */
function greet(name: string) {
  return { greeting: `Hello ${name}, from a worker!`, pid: process.pid, node: process.version };
}
