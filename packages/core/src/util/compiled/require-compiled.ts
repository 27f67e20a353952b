import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { processWide, processWideIfMade } from '../process-wide.js';
import { CompiledFile } from './compiled-file.js';
import { ownPackageFile } from './own-package-file.js';

/** What this process runs from scripts, so that it can be kept. */
const NAME = 'compiled-files';

/**
 * Requires a CommonJS module as Node.js does, but from code that an earlier process has compiled: for what is needed before a
 * program's first result.
 *
 * @param file path of the module; neither it nor those packages may contain `import()`, which a script cannot do
 * @param alsoCompiled names of packages that are to be had in the same way when it, or one of them, requires them
 */
export function requireCompiled(file: string, alsoCompiled: ReadonlySet<string>): unknown {
  const plain = createRequire(file);
  const known = plain.cache[file];
  if (known !== undefined) return known.exports;
  const module = new Module(file);
  module.filename = file;
  module.paths = [];
  plain.cache[file] = module;
  const require = Object.assign(
    (name: string): unknown =>
      alsoCompiled.has(name)
        ? requireCompiled(ownPackageFile(name, file) ?? plain.resolve(name), alsoCompiled)
        : plain(name),
    plain,
  );
  try {
    const compiled = CompiledFile.read(file);
    processWide<CompiledFile[]>(NAME, () => []).push(compiled);
    compiled.evaluate().call(module.exports, module.exports, require, module, file, path.dirname(file));
  } catch (error) {
    delete plain.cache[file];
    throw error;
  }
  module.loaded = true;
  return module.exports;
}

/** Leaves what is compiled by now to the processes that come later. */
export function keepCompiled(): void {
  for (const file of processWideIfMade<CompiledFile[]>(NAME) ?? []) file.keep();
}

/**
 * Whether modules of this process are loaded by Node.js itself and nobody looks at how: test runners and bundlers have
 * loaders of their own, coverage and source maps want each module compiled in the usual way, and Node.js may be asked to
 * keep compiled code itself, or nobody to.
 *
 * @param module that of the code that asks
 */
export function isPlainProcess(module: object): boolean {
  return (
    module.constructor === Module &&
    process.env['NODE_DISABLE_COMPILE_CACHE'] === undefined &&
    process.env['NODE_COMPILE_CACHE'] === undefined &&
    process.env['NODE_V8_COVERAGE'] === undefined &&
    process.sourceMapsEnabled !== true
  );
}
