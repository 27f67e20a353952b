import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chunksHeldBy } from '@lithops/closure/esbuild';
import { LithopsError } from '../errors/lithops-error.js';
import { type BundledFile, bundleFile } from './bundle-file.js';
import type { BundleFiles } from './bundle-files.js';
import { ENTRY } from './bundle-of-files.js';
import type { HeldModules } from './bundler-plugins.js';

/** What is made one bundle. */
export interface BundleParts {
  /** The backend's worker half, whose exports the platform calls. */
  readonly backend: URL;
  /** The worker half of the store, and the names of its plug-ins; `undefined`: workers reach none. */
  readonly storage: BundledHalf | undefined;
  /** The same of the monitor; `undefined`: it is core's own, or there is none. */
  readonly monitor?: BundledHalf | undefined;
}

interface BundledHalf {
  readonly plugins: readonly string[];
  readonly module: URL;
}

/** A bundle in memory. */
export interface BuiltWorker {
  readonly files: BundleFiles;
  /** What it was made from: paths. */
  readonly inputs: readonly string[];
}

const CORE = 'core.js';
const STORAGE = 'storage.js';
const MONITOR = 'monitor.js';

/** What user functions may import of ours: the worker's own copy, so that errors and objects are one family. */
const ownModules = ['@lithops/core', '@lithops/core/spec'] as const;

/**
 * Bundles a worker: one file with all that a call needs, and beside it, each loaded when it is first used, the store's
 * client, the monitor's, all of core for functions that import it, and what the backend's worker half imports with `import()`. No module
 * is twice in them: there is one of each class.
 */
export async function buildWorker({ backend, storage, monitor }: BundleParts): Promise<BuiltWorker> {
  checkInstalled();
  const rare = await rarelyNeeded();
  const elsewhere = new Map(
    [...rare].map(([file, key]) => [file, `require('bundle:${CORE}').rare.${key}()`]),
  );
  const entry = await bundleFile(ENTRY, {
    source: entrySource(backend, storage?.plugins ?? [], monitor?.plugins ?? []),
    elsewhere,
    splitIn: path.dirname(realpathSync(fileURLToPath(backend))),
  });
  const core = await bundleFile(CORE, { source: coreSource(rare), elsewhere: entry.held });
  const files = new Map<string, BundledFile>([
    [ENTRY, entry],
    [CORE, core],
  ]);
  if (storage !== undefined)
    files.set(STORAGE, await laterFile(STORAGE, fileURLToPath(storage.module), files));
  if (monitor !== undefined)
    files.set(MONITOR, await laterFile(MONITOR, fileURLToPath(monitor.module), files));
  for (const [name, module] of entry.later) files.set(name, await laterFile(name, module, files));
  const inputs = [...files.values()].flatMap((file) => file.inputs);
  return {
    files: new Map([...files].map(([name, { code }]) => [name, code])),
    inputs: [...new Set(inputs)],
  };
}

/** A program that was bundled has neither. */
function checkInstalled(): void {
  const { resolve } = createRequire(import.meta.url);
  for (const name of ['esbuild', '@lithops/closure/code-space']) {
    try {
      resolve(name);
    } catch (cause) {
      throw new LithopsError({
        code: 'LITHOPS_WORKER_FAILED',
        message: `Expected ${name} to be installed beside @lithops/core, because workers are bundled with it before they are uploaded; it is not found from ${import.meta.url}. A program that was bundled itself has to bring its workers along: bundle it with the plug-in of @lithops/closure/esbuild, and keep the folder "lithops-workers" beside it.`,
        cause,
      });
    }
  }
}

/** A file that comes after others, and takes from them what they have. */
function laterFile(
  name: string,
  module: string,
  before: ReadonlyMap<string, BundledFile>,
): Promise<BundledFile> {
  if (before.has(name))
    throw new TypeError(
      `Expected files of a worker to have names of their own, got ${name} twice (${module}).`,
    );
  const elsewhere: HeldModules = new Map([...before.values()].flatMap((file) => [...file.held]));
  return bundleFile(name, {
    source: `module.exports = { ...require(${JSON.stringify(module)}) };`,
    elsewhere,
  });
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

function entrySource(backend: URL, stores: readonly string[], monitors: readonly string[]): string {
  const modules = ownModules.map(
    (name) => `${JSON.stringify(name)}: () => require('bundle:${CORE}').own[${JSON.stringify(name)}]()`,
  );
  const halves = (plugins: readonly string[], file: string): string =>
    plugins.map((plugin) => `${JSON.stringify(plugin)}: () => require('bundle:${file}')`).join();
  const halfSource = `stores: { ${halves(stores, STORAGE)} }, monitors: { ${halves(monitors, MONITOR)} }`;
  return [
    `require('@lithops/core/worker').equipWorker({ modules: { ${modules.join()} }, ${halfSource}, folder: __dirname });`,
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
