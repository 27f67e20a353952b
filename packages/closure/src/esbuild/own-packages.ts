import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PluginBuild } from 'esbuild';
import type { EmittedFile } from './emit-files.js';
import { ownPartOf } from './whole-files.js';

/** Packages of ours that are no plug-ins. */
const noPlugin = /^(@lithops\/(core|closure|aws|cli)|lithops)(\/|$)/;

/** Bundles our packages as they are meant to be, and remembers which of them are plug-ins. */
export class OwnPackages {
  readonly #build: PluginBuild;
  readonly #named: readonly string[];
  /** Files of plug-ins' packages. */
  readonly #plugins = new Set<string>();
  #core: string | undefined;

  /** @param plugins - names of further packages of plug-ins */
  constructor(build: PluginBuild, plugins: readonly string[]) {
    this.#build = build;
    this.#named = plugins;
  }

  watch(): void {
    this.#build.onResolve({ filter: /^[^./]/ }, async ({ path: name, kind, resolveDir, pluginData }) => {
      const isOwn = /^(@lithops\/|lithops$)/.test(name);
      if (pluginData === this || !(isOwn || this.#named.includes(name))) return undefined;
      // Our ES modules only hand on what their CommonJS twins have, by a `require` that no bundler follows.
      const options = { kind: isOwn ? 'require-call' : kind, resolveDir, pluginData: this } as const;
      const found = await this.#build.resolve(name, options);
      if (name === '@lithops/core') this.#core = found.path;
      if (!noPlugin.test(name) && found.path !== '') this.#plugins.add(found.path);
      return found;
    });
    this.#build.onLoad({ filter: /\.cjs$/ }, async ({ path: file }) => {
      const contents = ownPartOf(await readFile(file, 'utf8'));
      return contents === undefined ? undefined : { contents, loader: 'js' };
    });
  }

  /** The workers of all backends that the program uses, for all stores that it uses. */
  async workerFiles(): Promise<readonly EmittedFile[]> {
    if (this.#core === undefined || this.#plugins.size === 0) return [];
    const { emitWorkers } = bundlerOf(this.#core);
    const exported = await Promise.all(
      [...this.#plugins].map((file): Promise<object> => import(pathToFileURL(file).href)),
    );
    const files = await emitWorkers([...new Set(exported.flatMap((module) => Object.values(module)))]);
    return [...files].map(([name, contents]) => ({ name: path.normalize(name), contents }));
  }
}

/** What core has for bundlers, that is the core which the program uses. */
interface CoreBundler {
  emitWorkers(plugins: readonly unknown[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

function bundlerOf(core: string): CoreBundler {
  const bundler: unknown = createRequire(core)('@lithops/core/bundle');
  if (isBundler(bundler)) return bundler;
  throw new TypeError(`Expected ${core} to be of a version that can bundle workers: update @lithops/core.`);
}

function isBundler(value: unknown): value is CoreBundler {
  return (
    typeof value === 'object' &&
    value !== null &&
    'emitWorkers' in value &&
    typeof value.emitWorkers === 'function'
  );
}
