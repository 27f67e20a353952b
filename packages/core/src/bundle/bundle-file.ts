import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';
import {
  besideEachOther,
  type HeldModules,
  inputsOf,
  loadedLater,
  modulesFrom,
  ownPackages,
  SOURCE,
} from './bundler-plugins.js';

/** One file of a bundle. */
export interface BundledFile {
  readonly code: Uint8Array;
  /** What it was made from: paths. */
  readonly inputs: readonly string[];
  /** The modules in it, for files that come later. */
  readonly held: HeldModules;
  /** What was left out to be loaded later: paths of modules, by the names that their files must have. */
  readonly later: ReadonlyMap<string, string>;
}

/** What a file is made of. */
export interface FileSource {
  /** CommonJS that sets `module.exports` to an object. */
  readonly source: string;
  /** Modules of other files. */
  readonly elsewhere: HeldModules;
  /** What modules in this folder import with `import()` is left out. @default nothing is */
  readonly splitIn?: string | undefined;
}

const ownDirectory = path.dirname(fileURLToPath(import.meta.url));

/**
 * Makes one file of a module and all that it needs, but for what other files of the bundle have. It hands what it holds on
 * to those that come after it.
 *
 * @param name - of the file
 */
export async function bundleFile(name: string, file: FileSource): Promise<BundledFile> {
  const { source, elsewhere } = file;
  const first = await run(file);
  const own = await byContent(first.inputs.filter((file) => /\.c?js$/.test(file) && !elsewhere.has(file)));
  const keys = new Map(own.map((file, position) => [file, `m${position}`]));
  const table = [...keys].map(([file, key]) => `${key}: () => require(${JSON.stringify(file)})`);
  const handsOn = `${source}\nmodule.exports.lithopsHeld = { ${table.join()} };`;
  const { code, inputs, later } = await run({ ...file, source: handsOn });
  const expression = (key: string): string => `require('bundle:${name}').lithopsHeld.${key}()`;
  return { code, inputs, later, held: new Map([...keys].map(([path, key]) => [path, expression(key)])) };
}

/** In an order that does not depend on where the files lie. */
async function byContent(files: readonly string[]): Promise<readonly string[]> {
  const hashed = files.map(async (file) => {
    const hash = createHash('sha256').update(await readFile(file));
    return { file, hash: hash.digest('hex') };
  });
  return (await Promise.all(hashed)).sort((a, b) => (a.hash < b.hash ? -1 : 1)).map(({ file }) => file);
}

async function run({ source, elsewhere, splitIn }: FileSource): Promise<Omit<BundledFile, 'held'>> {
  const later = new Map<string, string>();
  const splitting = splitIn === undefined ? [] : [loadedLater(splitIn, later)];
  const { outputFiles, metafile } = await bundler().build(
    buildOptions(source, [...splitting, modulesFrom(elsewhere)]),
  );
  const [file] = outputFiles;
  if (file === undefined) throw new TypeError('Expected esbuild to make one file, got none.');
  return { code: file.contents, inputs: inputsOf(metafile.inputs, ownDirectory), later };
}

let ownBundler: typeof import('esbuild') | undefined;

/** A copy of esbuild for us alone, so that its process can be ended while the program uses its own. */
function bundler(): typeof import('esbuild') {
  if (ownBundler !== undefined) return ownBundler;
  const require = createRequire(import.meta.url);
  const file = require.resolve('esbuild');
  const known = require.cache[file];
  delete require.cache[file];
  try {
    ownBundler = require(file) as typeof import('esbuild');
    return ownBundler;
  } finally {
    if (known !== undefined) require.cache[file] = known;
  }
}

/** Ends what bundling has started, once no more files are to be made. */
export async function endBundler(): Promise<void> {
  await ownBundler?.stop();
}

function buildOptions(contents: string, plugins: readonly Plugin[]) {
  return {
    stdin: { contents, resolveDir: ownDirectory, sourcefile: SOURCE, loader: 'js' },
    absWorkingDir: ownDirectory,
    outfile: 'bundle.js',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // Also drops the paths of modules, which differ from machine to machine.
    minify: true,
    // Node.js prints the line that throws.
    lineLimit: 160,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'silent',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    plugins: [ownPackages, besideEachOther, ...plugins],
  } satisfies BuildOptions;
}
