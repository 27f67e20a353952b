// Makes the CommonJS twin of every ES module and declaration below dist, chunk by chunk, so that each class exists once per
// format. (tsup's own way for CommonJS with shared chunks rewrites classes and loses their names.)
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transform } from 'esbuild';

const output = 'dist';

/** @param {string} file */
async function convertModule(file) {
  const source = await readFile(path.join(output, file), 'utf8');
  if (source.startsWith('#!')) return; // a command: nobody requires it
  const twin = file.replace(/\.js$/, '.cjs');
  const { code, map } = await transform(source, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcefile: file,
    sourcemap: true,
    sourcesContent: false,
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;",
  });
  await writeFile(path.join(output, twin), `${withTwins(code)}//# sourceMappingURL=${twin}.map\n`);
  await writeFile(path.join(output, `${twin}.map`), map);
}

/** @param {string} file */
async function convertDeclaration(file) {
  const source = await readFile(path.join(output, file), 'utf8');
  await writeFile(path.join(output, file.replace(/\.d\.ts$/, '.d.cts')), withTwins(source));
}

/**
 * Files of the same folder are imported in their CommonJS form.
 * @param {string} code
 */
function withTwins(code) {
  return code.replaceAll(/(["'])(\.\/[\w.-]+)\.js\1/g, '$1$2.cjs$1');
}

export async function makeTwins() {
  const files = await readdir(output);
  await Promise.all([
    ...files.filter((file) => file.endsWith('.js')).map(convertModule),
    ...files.filter((file) => file.endsWith('.d.ts')).map(convertDeclaration),
  ]);
}

if (process.argv[1]?.endsWith('common-js.mjs')) await makeTwins();
