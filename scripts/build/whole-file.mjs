// Makes one file of a CommonJS module and the chunks that it reaches: a worker reads one file where it read twenty. A chunk
// still exists once in a process. Whoever needs it first, the whole file or another one that requires it from the disk,
// leaves it in `require.cache`, where the other one finds it.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transform } from 'esbuild';

const output = 'dist';

/**
 * @typedef {{ name: string, code: string, map: { sources: string[] }, needs: string[] }} Chunk
 */

/**
 * @typedef {{ chunk: string, by: string, packages: readonly string[] }} Compiled a chunk that is required by what the chunk
 * `by` exports (src/util/compiled/require-compiled.ts), and packages that are required so with it
 */

/** At run time; as Node.js does it, but for where the code comes from. */
const loader = `const separator = require('node:path').sep;
// Where an ES module loader gave the source (tsx for .cts), Node.js 20 hands over a require without cache and without JSON.
const plainRequire = require.cache === undefined ? require('node:module').createRequire(__filename) : require;
function requireHeld(name) {
  if (!Object.hasOwn(held, name)) return requireOther(name);
  const file = __dirname + separator + name.slice('./'.length);
  const known = plainRequire.cache[file];
  if (known !== undefined) return known.exports;
  const made = new module.constructor(file, module);
  made.filename = file;
  plainRequire.cache[file] = made;
  held[name].call(made.exports, made.exports, requireHeld, made, file, __dirname);
  made.loaded = true;
  return made.exports;
}`;

/** @param {Compiled | undefined} compiled */
function loaderOfOthers(compiled) {
  if (compiled === undefined) return 'function requireOther(name) { return plainRequire(name); }';
  const { chunk, by, packages } = compiled;
  return `const compiled = new Set(${JSON.stringify([`./${chunk}`, ...packages])});
function requireOther(name) {
  if (!compiled.has(name)) return plainRequire(name);
  const { isPlainProcess, requireCompiled } = requireHeld(${JSON.stringify(`./${by}`)});
  return isPlainProcess(module) ? requireCompiled(plainRequire.resolve(name), compiled) : plainRequire(name);
}`;
}

/**
 * @param {string} file
 * @param {(sources: readonly string[]) => boolean} holds whether a chunk of these sources belongs in it; others stay outside
 * @param {Compiled} [compiled]
 */
export async function makeWhole(file, holds, compiled) {
  const own = await readChunk(file);
  const chunks = await reachable(own, holds);
  const text = new MappedText();
  text.add('const held = {');
  for (const chunk of chunks) {
    text.add(`${JSON.stringify(chunk.name)}(exports, require, module, __filename, __dirname) {`);
    text.addChunk(chunk);
    text.add('},');
  }
  text.add(`};\n${loader}\n${loaderOfOthers(compiled)}\n(function (require) {`);
  text.addChunk(own);
  text.add(`})(requireHeld);\n//# sourceMappingURL=${file}.map`);
  await checkImports(file, text.text);
  await writeFile(path.join(output, file), text.text);
  await writeFile(
    path.join(output, `${file}.map`),
    JSON.stringify({ version: 3, file, sections: text.sections }),
  );
}

/**
 * Whole files may be run from compiled code, which cannot import.
 * @param {string} file
 * @param {string} code
 */
async function checkImports(file, code) {
  const [asItIs, withoutImports] = await Promise.all([
    transform(code, { target: 'node20' }),
    transform(code, { target: 'node20', supported: { 'dynamic-import': false } }),
  ]);
  if (asItIs.code === withoutImports.code) return;
  throw new Error(`${file}: expected no import() in a file that is read as a whole, found one.`);
}

class MappedText {
  text = '';
  /** @type {{ offset: { line: number, column: number }, map: unknown }[]} */
  sections = [];
  #line = 0;

  /** @param {string} lines */
  add(lines) {
    this.text += `${lines}\n`;
    this.#line += lines.split('\n').length;
  }

  /** @param {Chunk} chunk */
  addChunk({ code, map }) {
    this.sections.push({ offset: { line: this.#line, column: 0 }, map });
    this.add(code);
  }
}

/** @param {string} file @returns {Promise<Chunk>} */
async function readChunk(file) {
  const text = await readFile(path.join(output, file), 'utf8');
  const code = text.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  const map = JSON.parse(await readFile(path.join(output, `${file}.map`), 'utf8'));
  // Long lines are broken wherever they may be, also within a text.
  const unbroken = code.replaceAll('\\\n', '');
  const needs = [...unbroken.matchAll(/require\(\s*"(\.\/chunk-\w+\.cjs)"\s*\)/g)].map(
    ([, name]) => name ?? '',
  );
  return { name: `./${file}`, code, map, needs };
}

/**
 * @param {Chunk} from
 * @param {(sources: readonly string[]) => boolean} holds
 */
async function reachable(from, holds) {
  /** @type {Map<string, Chunk>} */
  const found = new Map();
  const names = [...from.needs];
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (found.has(name)) continue;
    const chunk = await readChunk(path.basename(name));
    if (!holds(chunk.map.sources)) continue;
    found.set(name, chunk);
    names.push(...chunk.needs);
  }
  return [...found.values()];
}
