import type { ExecutorOptions } from '@lithops/core';
import type { Command } from 'commander';
import { regionConfig } from './region.js';

/** What the options say that nearly every command has. */
export interface CommonOptions {
  readonly backend?: string | undefined;
  readonly storage?: string | undefined;
  readonly config?: string | undefined;
  readonly region?: string | undefined;
  readonly debug?: boolean | undefined;
}

/** Gives a command `-b`, `-s`, `-c`, `-r` and `-d`. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('-b, --backend <name>', 'compute backend, instead of the configured one')
    .option('-s, --storage <name>', 'storage backend, instead of the configured one')
    .option('-c, --config <file>', 'configuration file, instead of the usual places')
    .option('-r, --region <name>', 'region of backend and storage, instead of the configured one')
    .option('-d, --debug', 'log everything, and print the stack of an error');
}

/** The same as options of an executor. @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` for a region where there is none. */
export function executorOptions(options: CommonOptions): ExecutorOptions {
  const chosen: ExecutorOptions = {
    backend: options.backend,
    storage: options.storage,
    configFile: options.config,
    logLevel: options.debug === true ? 'debug' : undefined,
  };
  return options.region === undefined ? chosen : { ...chosen, config: regionConfig(chosen, options.region) };
}
