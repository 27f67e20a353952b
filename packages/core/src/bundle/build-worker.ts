import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type BundledFile, bundleFile } from './bundle-file.js';
import type { BundleFiles } from './bundle-files.js';
import type { HeldModules } from './bundler-plugins.js';
import { chunksHeldBy } from './whole-files.js';

/** What is made one bundle. */
export interface BundleParts {
  /** The backend's worker half, whose exports the platform calls. */
  readonly backend: URL;
  /** The worker half of the store, and the name of the plug-in; `undefined`: workers reach none. */
  readonly storage: BundledHalf | undefined;
  /** The same of the monitor; `undefined`: it is core's own, or there is none. */
  readonly monitor: BundledHalf | undefined;
}

interface BundledHalf {
  readonly plugin: string;
  readonly module: URL;
}

/** A bundle in memory. */
export interface BuiltWorker {
  readonly files: BundleFiles;
  /** What it was made from: paths. */
  readonly inputs: readonly string[];
}

/** The file that the platform loads. Not `.mjs`: not every platform can load ES modules from everywhere. */
export const ENTRY = 'index.js';
const CORE = 'core.js';
const STORAGE = 'storage.js';
const MONITOR = 'monitor.js';

/** What user functions may import of ours: the worker's own copy, so that errors and objects are one family. */
const ownModules = ['@lithops/core', '@lithops/core/spec'] as const;

/**
 * Bundles a worker: one file with all that a call needs, and beside it, each loaded when it is first used, the store's
 * client, the monitor's, and all of core for functions that import it. No module is twice in them: there is one of each class.
 */
export async function buildWorker({ backend, storage, monitor }: BundleParts): Promise<BuiltWorker> {
  const rare = await rarelyNeeded();
  const elsewhere = new Map(
    [...rare].map(([file, key]) => [file, `require('bundle:${CORE}').rare.${key}()`]),
  );
  const entry = await bundleFile(ENTRY, entrySource(backend, storage?.plugin, monitor?.plugin), elsewhere);
  const core = await bundleFile(CORE, coreSource(rare), entry.held);
  const files = new Map<string, BundledFile>([
    [ENTRY, entry],
    [CORE, core],
  ]);
  for (const [name, half] of [
    [STORAGE, storage],
    [MONITOR, monitor],
  ] as const)
    if (half !== undefined) files.set(name, await halfFile(name, half, [...files.values()]));
  const inputs = [...files.values()].flatMap((file) => file.inputs);
  return {
    files: new Map([...files].map(([name, { code }]) => [name, code])),
    inputs: [...new Set(inputs)],
  };
}

function halfFile(
  name: string,
  { module }: BundledHalf,
  before: readonly BundledFile[],
): Promise<BundledFile> {
  const held: HeldModules = new Map(before.flatMap((file) => [...file.held]));
  return bundleFile(name, `module.exports = { ...require(${quoted(module)}) };`, held);
}

/**
 * Modules by path that a worker needs only when it takes functions apart itself, parsers among them, and the keys by which it
 * finds them: those that the file of all that is always needed does not hold.
 */
async function rarelyNeeded(): Promise<ReadonlyMap<string, string>> {
  const whole = realpathSync(createRequire(import.meta.url).resolve('@lithops/closure/code-space'));
  // Where a line would be too long, a text goes on in the next.
  const text = (await readFile(whole, 'utf8')).replaceAll('\\\n', '');
  const always = new Set(chunksHeldBy(text));
  const needed = new Set([...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name));
  const rare = [...needed].filter((name) => !always.has(name) && !isBuiltin(name)).sort();
  const { resolve } = createRequire(whole);
  return new Map(rare.map((name, position) => [realpathSync(resolve(name)), `r${position}`]));
}

function entrySource(backend: URL, storage: string | undefined, monitor: string | undefined): string {
  const modules = ownModules.map(
    (name) => `${JSON.stringify(name)}: () => require('bundle:${CORE}').own[${JSON.stringify(name)}]()`,
  );
  const half = (plugin: string | undefined, file: string): string =>
    plugin === undefined ? '' : `${JSON.stringify(plugin)}: () => require('bundle:${file}')`;
  const halves = `stores: { ${half(storage, STORAGE)} }, monitors: { ${half(monitor, MONITOR)} }`;
  return [
    `require('@lithops/core/worker').equipWorker({ modules: { ${modules.join()} }, ${halves}, folder: __dirname });`,
    `module.exports = { ...require(${quoted(backend)}) };`,
  ].join('\n');
}

function coreSource(rare: ReadonlyMap<string, string>): string {
  const own = ownModules.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)})`);
  const parts = [...rare].map(([file, key]) => `${key}: () => require(${JSON.stringify(file)})`);
  return `module.exports = { own: { ${own.join()} }, rare: { ${parts.join()} } };`;
}

function quoted(module: URL): string {
  return JSON.stringify(fileURLToPath(module));
}
