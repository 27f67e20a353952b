import type { LithopsError } from '../errors/lithops-error.js';
import type { ExecutorOptions } from '../executor/options.js';
import type { Plugin, StoragePlugin } from '../spec/plugin.js';
import {
  joinSections,
  reports,
  resolvedCompute,
  resolvedMonitor,
  resolvedStorage,
} from './build-configuration.js';
import { checkSectionNames, warnOfUnusedBackend } from './check-sections.js';
import type { BackendChoice } from './choose-backend.js';
import { choiceOfBackend, computePlugin, monitorPlugin, storagePlugin } from './choose-plugins.js';
import type { Builtins, Configuration, StorageConfiguration } from './configuration.js';
import { lithopsSection } from './core-sections.js';
import { valuesOf } from './fill-section.js';
import { Findings } from './findings.js';
import type { Layer } from './layer.js';
import { pluginLayer, workerOptionValues } from './layers.js';
import {
  checkRequired,
  type FilledSection,
  type FilledSections,
  fillPluginSections,
  readSections,
  sectionsInUse,
} from './plugin-sections.js';
import { printSafely } from './print-safely.js';
import { beginReading, type Reading } from './reading.js';
import { toLithopsSettings, toWorkerSettings } from './settings.js';
import { processSurroundings, type Surroundings } from './surroundings.js';

/**
 * Puts together everything that is configured: defaults, then the file, the environment, `config`, the constructor's
 * options; what comes later wins. Loads the plug-ins that are named. Synchronous.
 *
 * @throws {LithopsError} the first problem: `LITHOPS_CONFIG_FILE` (a file that cannot be read or is no YAML), `LITHOPS_CONFIG`
 * (a key or section), `LITHOPS_INVALID_ARGUMENT` (an option), `LITHOPS_MODE`, `LITHOPS_PLUGIN_NOT_FOUND`,
 * `LITHOPS_PLUGIN_VERSION`, `LITHOPS_PLUGIN_INVALID`.
 */
export function resolveConfiguration(
  options: ExecutorOptions,
  builtins: Builtins,
  surroundings: Surroundings = processSurroundings(),
): Configuration {
  return throwFirst(resolveAll(options, builtins, surroundings));
}

/**
 * The same for a program that helps to complete a configuration: keys that must be set may be missing, so what comes of it
 * can tell much of its plug-ins, but may not create them. @throws as {@link resolveConfiguration} does, for everything else
 */
export function resolveDraft(
  options: ExecutorOptions,
  builtins: Builtins,
  surroundings: Surroundings = processSurroundings(),
): Configuration {
  return throwFirst(resolveAll(options, builtins, surroundings, 'may be missing'));
}

/** What a storage needs to be used without an executor; no compute plug-in is loaded. @throws as {@link resolveConfiguration} does */
export function resolveStorageConfiguration(
  options: ExecutorOptions,
  builtins: Builtins,
  surroundings: Surroundings = processSurroundings(),
): StorageConfiguration {
  return throwFirst(resolveStorageOnly(options, builtins, surroundings));
}

/** What {@link checkConfiguration} finds. */
export interface ConfigurationCheck {
  /** The file that was found; `undefined`: none, or none that could be read. */
  readonly source: string | undefined;
  readonly configuration: Configuration | undefined;
  readonly problems: readonly LithopsError[];
  readonly warnings: readonly string[];
}

/** Reads a configuration as an executor would, and collects all of its problems instead of throwing the first. */
export function checkConfiguration(
  options: ExecutorOptions,
  builtins: Builtins,
  surroundings: Surroundings = processSurroundings(),
): ConfigurationCheck {
  const { value, findings, source } = resolveAll(options, builtins, surroundings);
  const { problems, warnings } = findings;
  return { source, configuration: problems.length === 0 ? value : undefined, problems, warnings };
}

/** Of keys that a plug-in declares as required. */
type Required = 'must be set' | 'may be missing';

interface Outcome<T> {
  readonly value: T | undefined;
  readonly source: string | undefined;
  readonly findings: Findings;
}

function throwFirst<T>({ value, findings }: Outcome<T>): T {
  const [first] = findings.problems;
  if (first !== undefined) throw first;
  if (value === undefined) throw new TypeError('A configuration without problems has a value.');
  return value;
}

function resolveAll(
  options: ExecutorOptions,
  builtins: Builtins,
  surroundings: Surroundings,
  required: Required = 'must be set',
): Outcome<Configuration> {
  const findings = new Findings();
  const reading = beginReading(options, builtins, surroundings, findings);
  const { source } = reading;
  const choice = findings.attempt(() => choiceOfBackend(reading));
  if (choice === undefined) return { value: undefined, source, findings };
  warnOfUnusedBackend(choice, reading.layers, findings);
  const compute = findings.attempt(() => computePlugin(reading, choice));
  const storage = findings.attempt(() => storagePlugin(reading, choice));
  const monitor = findings.attempt(() => monitorPlugin(reading));
  const monitors = typeof monitor === 'object' || typeof monitor === 'function' ? [monitor] : [];
  const plugins = [compute, storage, ...monitors].filter((plugin) => plugin !== undefined);
  const sections = readPlugins(reading, choice, plugins, required);
  if (compute === undefined || storage === undefined || monitor === undefined) {
    return { value: undefined, source, findings };
  }
  const of = (plugin: Plugin): FilledSections => sections.get(plugin) ?? new Map();
  const computeValues = valuesOf(of(compute).get(compute.name)?.settings ?? new Map());
  const base = storageConfiguration(reading, storage, of(storage), [...sections.values()]);
  const worker = toWorkerSettings(computeValues, findings);
  const configuration = {
    ...base,
    mode: choice.mode,
    compute: resolvedCompute(compute, of(compute)),
    monitoring: typeof monitor === 'string' ? monitor : resolvedMonitor(monitor, of(monitor)),
    worker,
    warnings: findings.warnings,
  };
  return { value: printSafely(configuration, configuration.redacted), source, findings };
}

function resolveStorageOnly(
  options: ExecutorOptions,
  builtins: Builtins,
  surroundings: Surroundings,
): Outcome<StorageConfiguration> {
  const findings = new Findings();
  const reading = beginReading(options, builtins, surroundings, findings);
  const { source } = reading;
  const choice = findings.attempt(() => choiceOfBackend(reading));
  const storage = choice && findings.attempt(() => storagePlugin(reading, choice));
  if (choice === undefined || storage === undefined) return { value: undefined, source, findings };
  const sections = readPlugins(reading, choice, [storage], 'must be set');
  const configuration = storageConfiguration(reading, storage, sections.get(storage) ?? new Map(), [
    ...sections.values(),
  ]);
  return { value: printSafely(configuration, configuration.redacted), source, findings };
}

/** Reads, completes and checks the sections of all plug-ins in use. */
function readPlugins(
  reading: Reading,
  choice: BackendChoice,
  plugins: readonly Plugin[],
  required: Required,
): ReadonlyMap<Plugin, FilledSections> {
  const { findings, options } = reading;
  const own = plugins.map((plugin) =>
    pluginLayer(plugin, plugin.kind === 'compute' ? workerOptionValues(options) : {}),
  );
  const layers: readonly Layer[] = [...reading.layers, ...own];
  const specs = sectionsInUse(plugins, choice.mode);
  checkSectionNames(reading.layers, specs.keys(), findings);
  const read = readSections(specs, layers, findings);
  return new Map(
    plugins.map((plugin) => {
      const filled = fillPluginSections(plugin, choice.mode, read);
      if (required === 'must be set') checkRequired(plugin, filled, findings);
      return [plugin, filled] as const;
    }),
  );
}

function storageConfiguration(
  reading: Reading,
  storage: StoragePlugin,
  filled: FilledSections,
  all: readonly FilledSections[],
): StorageConfiguration {
  const lithops: FilledSection = { specs: lithopsSection, settings: reading.lithops };
  const own = valuesOf(filled.get(storage.name)?.settings ?? new Map());
  return {
    source: reading.source,
    packageFolders: reading.folders,
    storage: resolvedStorage(storage, filled),
    lithops: toLithopsSettings(valuesOf(reading.lithops), own),
    warnings: reading.findings.warnings,
    ...reports(joinSections([new Map([['lithops', lithops]]), ...all])),
  };
}
