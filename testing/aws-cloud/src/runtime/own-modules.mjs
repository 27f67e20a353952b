import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';

/** Compiled once for all. @type {Map<string, vm.Script>} */
const scripts = new Map();

/** CommonJS modules of a package that share nothing with other instances of them but their compiled code. */
export class OwnModules {
  /** @type {Map<string, { exports: unknown }>} */
  #loaded = new Map();

  /** @param {string} file @returns {unknown} */
  load(file) {
    const found = this.#loaded.get(file);
    if (found !== undefined) return found.exports;
    const module = { exports: {} };
    this.#loaded.set(file, module);
    const folder = path.dirname(file);
    const fromOutside = createRequire(file);
    const require = (/** @type {string} */ id) =>
      id.startsWith('.') ? this.load(path.resolve(folder, id)) : fromOutside(id);
    scriptOf(file).runInThisContext()(module.exports, require, module, file, folder);
    return module.exports;
  }
}

/** @param {string} file */
function scriptOf(file) {
  const found = scripts.get(file);
  if (found !== undefined) return found;
  const source = readFileSync(file, 'utf8');
  const script = new vm.Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
  });
  scripts.set(file, script);
  return script;
}
