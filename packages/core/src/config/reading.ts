import { dirname } from 'node:path';
import { invalidArgument } from '../errors/invalid-argument.js';
import type { ExecutorOptions } from '../executor/options.js';
import { checkOptions } from './check-options.js';
import type { Builtins } from './configuration.js';
import { lithopsSection } from './core-sections.js';
import { readEnvironment } from './environment.js';
import { fillSection } from './fill-section.js';
import type { Findings } from './findings.js';
import type { Layer } from './layer.js';
import { fileLayer, objectLayer, optionsLayer } from './layers.js';
import { readConfigFile } from './read-file.js';
import { readSection, type Settings } from './read-section.js';
import type { Surroundings } from './surroundings.js';

/** A configuration while it is read: what was given, in layers, and what was found wrong with it. */
export interface Reading {
  readonly options: ExecutorOptions;
  readonly builtins: Builtins;
  readonly findings: Findings;
  /** The file that was read. */
  readonly source: string | undefined;
  /** From the weakest to the strongest. */
  readonly layers: readonly Layer[];
  /** Where packages are looked for: the file's folder, then as {@link packageFolders} says. */
  readonly folders: readonly string[];
  /** Section `lithops`, without defaults: what was really said. */
  readonly said: Settings;
  /** Section `lithops`, complete. */
  readonly lithops: Settings;
}

/**
 * Collects all layers and reads section `lithops`, on which everything else depends.
 *
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` when the options are no object; everything else is noted.
 */
export function beginReading(
  options: ExecutorOptions,
  builtins: Builtins,
  surroundings: Surroundings,
  findings: Findings,
): Reading {
  if (typeof options !== 'object' || options === null) throw invalidArgument('options', 'an object', options);
  findings.attempt(() => checkOptions(options));
  const file = findings.attempt(() => readConfigFile(options.configFile, surroundings));
  const layers = [
    file === undefined ? undefined : findings.attempt(() => fileLayer(file, findings)),
    readEnvironment(surroundings.environment, findings),
    findings.attempt(() => objectLayer(options.config, findings)),
    optionsLayer(options),
  ].filter((layer): layer is Layer => layer !== undefined);
  const said = readSection('lithops', lithopsSection, layers, findings);
  const fileFolder = file === undefined ? [] : [dirname(file.path)];
  return {
    options,
    builtins,
    findings,
    source: file?.path,
    layers,
    folders: [...fileFolder, ...packageFolders(surroundings)],
    said,
    lithops: fillSection(lithopsSection, said, []),
  };
}

/** Where packages are looked for without a configuration file, in this order. */
export function packageFolders({ workingDirectory, installedIn = [] }: Surroundings): readonly string[] {
  return [workingDirectory, ...installedIn];
}
