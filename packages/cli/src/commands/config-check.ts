import { builtins, checkConfiguration } from '@lithops/core/config';
import { type CommonOptions, executorOptions } from '../common-options.js';
import { ProblemsFound } from '../problems-found.js';
import type { CommandStreams } from '../streams.js';
import { warn } from '../warn.js';

/** Says that the configuration is right. @throws {ProblemsFound} with everything that is wrong with it. */
export function checkConfig(options: CommonOptions, streams: CommandStreams): void {
  const { configuration, problems, warnings } = checkConfiguration(executorOptions(options), builtins);
  warn(streams, warnings);
  if (configuration === undefined) throw new ProblemsFound(problems);
  const file = configuration.source ?? 'no configuration file';
  const { compute, storage } = configuration;
  streams.stdout.write(
    `No problems (${file}). Calls run on ${compute.plugin.name} with the storage ${storage.plugin.name}.\n`,
  );
}
