import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildOptions, Loader, OnLoadResult, PluginBuild } from 'esbuild';
import { WHOLE_MODULE } from '../bundle/whole-modules.js';
import type { EmittedFile } from './emit-files.js';

/** Beside the program: the modules that it names with `fromModule`. */
export const MODULES_FOLDER = 'lithops-modules';

/** `fromModule<…>(new URL('./a.js', import.meta.url))`, `fromModule(require.resolve('./a'))`, `fromModule('package')`. */
const CALL =
  /(\bfromModule\s*(?:<(?:[^<>()'"]|'[^']*'|"[^"]*"|\([^()]*\))*>)?\s*\(\s*)(?:new\s+URL\(\s*(['"])([^'"]+)\2\s*,\s*import\.meta\.url\s*,?\s*\)|require\.resolve\(\s*(['"])([^'"]+)\4\s*,?\s*\)|(['"])([^'"]+)\6)(?=\s*,?\s*\))/g;

/**
 * Makes each module that a program names with `fromModule` a file of its own, whole, and has the program name that one: in
 * a bundle the module itself is no longer where its path leads.
 */
export class ModuleTargets {
  readonly #build: PluginBuild;
  readonly #files = new Map<string, EmittedFile>();

  constructor(build: PluginBuild) {
    this.#build = build;
  }

  watch(): void {
    this.#build.onStart(() => this.#files.clear());
    this.#build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, ({ path: file }) => this.#load(file));
  }

  files(): readonly EmittedFile[] {
    return [...this.#files.values()];
  }

  async #load(file: string): Promise<OnLoadResult | undefined> {
    if (/[\\/]node_modules[\\/]/.test(file)) return undefined;
    const text = await readFile(file, 'utf8');
    const calls = [...text.matchAll(CALL)];
    if (calls.length === 0) return undefined;
    const whole: string[] = [];
    let from = 0;
    for (const call of calls) {
      const [match, before = ''] = call;
      const target = call[3] ?? call[5] ?? call[7] ?? '';
      whole.push(text.slice(from, call.index), before, await this.#placeOf(target, path.dirname(file)));
      from = call.index + match.length;
    }
    whole.push(text.slice(from));
    return { contents: whole.join(''), loader: loaderOf(file), watchFiles: [file] };
  }

  /** An expression for where the module lies beside the program. */
  async #placeOf(target: string, resolveDir: string): Promise<string> {
    const found = await this.#build.resolve(target, { kind: 'require-call', resolveDir });
    if (found.errors.length > 0 || found.path === '')
      throw new Error(`fromModule: ${target} is not found from ${resolveDir}.`);
    const name = await this.#emit(found.path);
    return this.#build.initialOptions.format === 'esm'
      ? `new URL(${JSON.stringify(`./${MODULES_FOLDER}/${name}`)}, import.meta.url)`
      : `require("node:path").join(__dirname, ${JSON.stringify(MODULES_FOLDER)}, ${JSON.stringify(name)})`;
  }

  /** @returns the name of its file */
  async #emit(file: string): Promise<string> {
    const { outputFiles, metafile } = await this.#build.esbuild.build(this.#options(file));
    const [built] = outputFiles;
    if (built === undefined) throw new TypeError('Expected esbuild to make one file, got none.');
    this.#refuseEntry(file, Object.keys(metafile.inputs));
    const hash = createHash('sha256').update(built.contents).digest('hex').slice(0, 16);
    const name = `${path.basename(file).replace(/\.\w+$/, '')}-${hash}.cjs`;
    this.#files.set(name, { name, contents: built.contents });
    return name;
  }

  #options(file: string) {
    const {
      absWorkingDir = process.cwd(),
      external = [],
      logLevel,
      tsconfig,
      tsconfigRaw,
      define,
      loader,
      conditions,
    } = this.#build.initialOptions;
    const given = { tsconfig, tsconfigRaw, define, loader, conditions };
    const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    return {
      ...said,
      absWorkingDir,
      entryPoints: [file],
      outfile: 'module.cjs',
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      keepNames: true,
      legalComments: 'none',
      ...(logLevel !== undefined && { logLevel }),
      // The worker has its own copy.
      external: ['@lithops/*', 'lithops', ...external],
      banner: { js: WHOLE_MODULE },
      supported: { 'dynamic-import': false },
    } satisfies BuildOptions;
  }

  /** Workers would run the program itself. */
  #refuseEntry(file: string, inputs: readonly string[]): void {
    const { entryPoints = [], absWorkingDir = process.cwd() } = this.#build.initialOptions;
    const listed: readonly unknown[] = Array.isArray(entryPoints) ? entryPoints : Object.values(entryPoints);
    const entries = listed.map((one) =>
      path.resolve(absWorkingDir, typeof one === 'string' ? one : inOf(one)),
    );
    const entry = inputs
      .map((input) => path.resolve(absWorkingDir, input))
      .find((input) => entries.includes(input));
    if (entry !== undefined)
      throw new Error(
        `fromModule: expected ${file} not to import the program itself, got an import of ${entry}: workers would run it. Move what both need into a module of its own.`,
      );
  }
}

function inOf(entry: unknown): string {
  return typeof entry === 'object' && entry !== null && 'in' in entry ? String(entry.in) : '';
}

function loaderOf(file: string): Loader {
  switch (path.extname(file)) {
    case '.ts':
    case '.mts':
    case '.cts':
      return 'ts';
    case '.tsx':
      return 'tsx';
    case '.jsx':
      return 'jsx';
    default:
      return 'js';
  }
}
