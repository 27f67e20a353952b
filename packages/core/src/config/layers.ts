import { invalidArgument } from '../errors/invalid-argument.js';
import type { ExecutorOptions } from '../executor/options.js';
import type { Plugin } from '../spec/plugin.js';
import { lithopsSection } from './core-sections.js';
import { describeGot } from './describe-value.js';
import type { Findings } from './findings.js';
import { addTo, isUnset, type Layer, type LayerValue } from './layer.js';
import { describeOrigin, type Origin } from './origin.js';
import { parseYaml } from './parse-yaml.js';
import type { ConfigFile } from './read-file.js';
import type { FoundValue } from './value.js';

type GrowingLayer = Map<string, Map<string, LayerValue>>;

/** The layer of a file. An empty file says nothing. */
export function fileLayer(file: ConfigFile, findings: Findings): Layer {
  const layer: GrowingLayer = new Map();
  const root = parseYaml(file.path, file.text);
  if (root.kind === 'value') {
    if (isUnset(root.found)) return layer;
    findings.problem(
      `${file.path}:1:1: expected sections with keys below them, got ${describeGot(undefined, root.found)}.`,
    );
    return layer;
  }
  for (const { key: section, origin, value: map } of root.entries) {
    if (map.kind === 'value') {
      noSection(section, origin, map.found, findings);
      continue;
    }
    layer.set(section, new Map(map.entries.map(({ key, origin, value }) => [key, { ...value, origin }])));
  }
  return layer;
}

/** The layer of the `config` object. `undefined` says nothing; `null` takes back what a weaker layer says. */
export function objectLayer(config: unknown, findings: Findings): Layer {
  const layer: GrowingLayer = new Map();
  if (config === undefined) return layer;
  if (!isPlainObject(config)) throw invalidArgument('option "config"', 'an object of sections', config);
  const origin: Origin = { kind: 'config' };
  for (const [section, keys] of Object.entries(config)) {
    if (keys === undefined) continue;
    if (!isPlainObject(keys)) {
      noSection(section, origin, { value: keys }, findings);
      continue;
    }
    layer.set(section, new Map());
    for (const [key, value] of Object.entries(keys)) {
      if (value !== undefined) addTo(layer, section, key, { value, origin });
    }
  }
  return layer;
}

/** The layer of the constructor's options that are keys of section `lithops` as well. */
export function optionsLayer(options: ExecutorOptions): Layer {
  return new Map([['lithops', constructorValues(lithopsOptionValues(options))]]);
}

function lithopsOptionValues(options: ExecutorOptions): Readonly<Record<string, unknown>> {
  const { mode, backend, storage, monitoring, logLevel, persist, retries } = options;
  return {
    mode,
    backend: nameOf(backend),
    storage: nameOf(storage),
    monitoring: nameOf(monitoring),
    log_level: logLevel,
    persist,
    retries: typeof retries === 'object' ? undefined : retries,
  };
}

/** The layer of a plug-in's own section: options of its typed factory, then those that every backend has. */
export function pluginLayer(plugin: Plugin, workerOptions: Readonly<Record<string, unknown>>): Layer {
  return new Map([
    [plugin.name, constructorValues({ ...plugin.options, ...withoutUndefined(workerOptions) })],
  ]);
}

/** The constructor's worker options by file key, in the file's units. */
export function workerOptionValues(options: ExecutorOptions): Readonly<Record<string, unknown>> {
  const { runtimeTimeoutMs } = options;
  return {
    runtime: options.runtime,
    runtime_memory: options.runtimeMemoryMb,
    runtime_timeout: typeof runtimeTimeoutMs === 'number' ? runtimeTimeoutMs / 1000 : runtimeTimeoutMs,
    max_workers: options.maxWorkers,
    worker_processes: options.workerProcesses,
    packages: options.packages,
  };
}

/** Keys that are options of the executor as well: of section `lithops`, and of every backend's. */
export const executorOptionKeys: Readonly<Record<'lithops' | 'worker', readonly string[]>> = {
  lithops: Object.keys(lithopsOptionValues({})),
  worker: Object.keys(workerOptionValues({})),
};

function constructorValues(values: Readonly<Record<string, unknown>>): ReadonlyMap<string, LayerValue> {
  const origin: Origin = { kind: 'constructor' };
  return new Map(Object.entries(withoutUndefined(values)).map(([key, value]) => [key, { value, origin }]));
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function nameOf(choice: string | Plugin | undefined): string | undefined {
  return typeof choice === 'string' ? choice : choice?.name;
}

function noSection(name: string, origin: Origin, found: FoundValue, findings: Findings): void {
  // A section with nothing below it, and `x-…`, where people put anchors.
  if (isUnset(found) || name.startsWith('x-')) return;
  const hint =
    name in lithopsSection ? ` "${name}" is a key of section "lithops": put it below \`lithops:\`.` : '';
  findings.problem(
    `${describeOrigin(origin)}: expected section "${name}" to hold keys, got ${describeGot(undefined, found)}.${hint}`,
    hint === ''
      ? { kind: 'unset', origin, at: name }
      : { kind: 'move', origin, from: name, to: `lithops.${name}` },
  );
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
