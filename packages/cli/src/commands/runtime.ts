import { type Command, InvalidArgumentError } from 'commander';
import { withCommonOptions } from '../common-options.js';
import type { CommandStreams } from '../streams.js';
import { buildRuntime } from './runtime-build.js';
import { deleteRuntimes } from './runtime-delete.js';
import { deployRuntime } from './runtime-deploy.js';
import { listRuntimes } from './runtime-list.js';
import { updateRuntimes } from './runtime-update.js';

/** `lithops runtime build|deploy|list|update|delete`: what workers run on, where it is deployed. */
export function addRuntimeCommand(lithops: Command, streams: CommandStreams): void {
  const runtime = lithops
    .command('runtime')
    .helpCommand(false)
    .description('build, deploy, list, update or delete what workers run on');
  const named = (command: Command): Command =>
    withCommonOptions(command).argument('[name]', 'image; the configured one, or the managed Node.js');
  named(runtime.command('build'))
    .description('build an image with the worker in it, and push it to where the backend takes it from')
    .option('-f, --file <dockerfile>', 'your own Dockerfile, instead of Node.js alone')
    .action((name, options) => buildRuntime(name, options, streams));
  limited(named(runtime.command('deploy')))
    .description('deploy a runtime now, for programs that may not, or are not to wait')
    .action((name, options) => deployRuntime(name, options, streams));
  withCommonOptions(runtime.command('list'))
    .description('print what you have deployed and built')
    .option('--json', 'print it as JSON')
    .action((options) => listRuntimes(options, streams));
  named(runtime.command('update'))
    .description('deploy what is deployed of an image anew: with its newest version and these settings')
    .action((name, options) => updateRuntimes(name, options, streams));
  withCommonOptions(runtime.command('delete'))
    .argument('<runtime>', 'its id or its image, as `runtime list` shows them')
    .description('delete what is deployed and built under that name')
    .option('-m, --memory <MB>', 'only what is deployed with so much', aboveZero)
    .action((name, options) => deleteRuntimes(name, options, streams));
}

function limited(command: Command): Command {
  return command
    .option('-m, --memory <MB>', 'memory of a worker, instead of the configured one', aboveZero)
    .option('-t, --timeout <seconds>', 'time limit of a worker, instead of the configured one', aboveZero);
}

function aboveZero(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a number above 0.');
}
