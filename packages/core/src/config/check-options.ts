import { invalidArgument } from '../errors/invalid-argument.js';
import { LithopsError } from '../errors/lithops-error.js';
import { didYouMean } from '../errors/nearest-name.js';
import type { ExecutorOptions } from '../executor/options.js';

const known: Readonly<Record<keyof ExecutorOptions, true>> = {
  config: true,
  configFile: true,
  mode: true,
  backend: true,
  storage: true,
  monitoring: true,
  logLevel: true,
  progress: true,
  signal: true,
  handleSignals: true,
  retries: true,
  persist: true,
  deploy: true,
  budgetUsd: true,
  runtime: true,
  runtimeMemoryMb: true,
  runtimeTimeoutMs: true,
  packages: true,
  maxWorkers: true,
  workerProcesses: true,
};

/**
 * Refuses options that do not exist, and a `configFile` that is no path; values of the others are checked as the keys they stand for.
 *
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` with the nearest name.
 */
export function checkOptions(options: ExecutorOptions): void {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(known, name)) throw unknownOption(name);
  }
  const { configFile } = options;
  if (configFile !== undefined && (typeof configFile !== 'string' || configFile === '')) {
    throw invalidArgument('option "configFile"', 'a path', configFile);
  }
}

function unknownOption(name: string): LithopsError {
  const names = Object.keys(known);
  const hint = didYouMean(name, names) || ` There are: ${names.join(', ')}.`;
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `There is no option "${name}".${hint} Keys of one backend go into its factory or into \`config\`.`,
  });
}
