import type { ExecutorOptions } from '../executor/options.js';
import type { Plugin } from '../spec/plugin.js';
import { choiceOfBackend, computePlugin, storagePlugin } from './choose-plugins.js';
import type { Builtins } from './configuration.js';
import { Findings } from './findings.js';
import { beginReading } from './reading.js';
import { processSurroundings, type Surroundings } from './surroundings.js';

/**
 * The compute and storage plug-ins that a configuration names, before their sections are read: for a program that has to
 * know what can be configured first. One that cannot be found is left out; `checkConfiguration` says why.
 */
export function chosenPlugins(
  options: ExecutorOptions,
  builtins: Builtins,
  surroundings: Surroundings = processSurroundings(),
): readonly Plugin[] {
  const findings = new Findings();
  const reading = beginReading(options, builtins, surroundings, findings);
  const choice = findings.attempt(() => choiceOfBackend(reading));
  if (choice === undefined) return [];
  const compute = findings.attempt(() => computePlugin(reading, choice));
  const storage = findings.attempt(() => storagePlugin(reading, choice));
  return [compute, storage].filter((plugin) => plugin !== undefined);
}
