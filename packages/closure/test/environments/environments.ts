import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { build, type Options } from 'tsup';
import ts from 'typescript';
import { writeFiles } from '../support/built-package.js';

/** One way to run a program: prepares its files in a folder, says how to start it. */
export interface Environment {
  readonly name: string;
  /** Whether frames can be read back to the TypeScript file: it is what runs, or there is a source map. */
  readonly keepsTypeScript: boolean;
  /** @returns arguments for `node`, run in that folder; the program writes to the file named by `CAPSULES` */
  prepare(folder: string): Promise<readonly string[]>;
}

const require = createRequire(import.meta.url);
const names = ['helper', 'functions', 'capture-all', 'run'] as const;
const sourceOf = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.ts`), 'utf8');
const esModules = { 'package.json': '{ "name": "program", "type": "module" }' };
/** tsup leaves a program's dependencies outside; here it cannot read them from the program's own package.json. */
const external = ['decimal.js', 'ms', '@lithops/closure'];
const commonJs = { 'package.json': '{ "name": "program", "type": "commonjs" }' };
const tsx = import.meta.resolve('tsx');
const jest = join(require.resolve('jest/package.json'), '../bin/jest.js');

/** The program's files, each compiled and renamed. */
function program(
  extension: string,
  compile: (source: string, name: string) => string,
): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`${name}${extension}`, compile(sourceOf(name), name)]));
}
const asWritten = (source: string) => source;
const stripTypes = (source: string) => transformSync(source, { loader: 'ts', target: 'es2022' }).code;
function byTypeScript(source: string, name = 'program'): string {
  const { ModuleKind, ScriptTarget } = ts;
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
  const options = { compilerOptions: { ...compilerOptions, inlineSourceMap: true }, fileName: `${name}.ts` };
  return ts.transpileModule(source, options).outputText;
}
const asTest = (register: string) =>
  `import { captureAll } from './capture-all.js';\n${register}\ntest('captures', () => captureAll(String(process.env.CAPSULES)));\n`;

function tsup(name: string, options: Options): Environment {
  return {
    name,
    keepsTypeScript: true,
    async prepare(folder) {
      writeFiles(folder, { ...esModules, ...program('.ts', asWritten) });
      const outDir = join(folder, 'dist');
      await build({
        config: false,
        silent: true,
        entry: [join(folder, 'run.ts')],
        outDir,
        tsconfig: tsconfigOf(folder),
        external,
        sourcemap: true,
        ...options,
      });
      return [join(outDir, options.format === 'cjs' ? 'run.cjs' : 'run.js')];
    },
  };
}

function tsconfigOf(folder: string): string {
  writeFiles(folder, {
    'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "target": "es2022" } }',
  });
  return join(folder, 'tsconfig.json');
}

const everywhere: readonly Environment[] = [
  {
    name: 'plain ES modules',
    keepsTypeScript: false,
    async prepare(folder) {
      writeFiles(folder, { ...esModules, ...program('.js', stripTypes) });
      return ['run.js'];
    },
  },
  {
    name: 'plain CommonJS',
    keepsTypeScript: false,
    async prepare(folder) {
      const plain = Object.fromEntries(names.map((name) => [`${name}.js`, plainCommonJs(sourceOf(name))]));
      writeFiles(folder, { ...commonJs, ...plain });
      return ['run.js'];
    },
  },
  {
    name: 'TypeScript compiled to CommonJS, as NestJS does',
    keepsTypeScript: true,
    async prepare(folder) {
      writeFiles(folder, { ...commonJs, ...program('.js', byTypeScript), ...program('.ts', asWritten) });
      return ['run.js'];
    },
  },
  {
    name: 'tsx, ES modules',
    keepsTypeScript: true,
    async prepare(folder) {
      writeFiles(folder, { ...esModules, ...program('.ts', asWritten) });
      return ['--import', tsx, 'run.ts'];
    },
  },
  {
    name: 'tsx, CommonJS',
    keepsTypeScript: true,
    async prepare(folder) {
      writeFiles(folder, { ...commonJs, ...program('.ts', asWritten) });
      return ['--import', tsx, 'run.ts'];
    },
  },
  tsup('tsup, ES modules', { format: 'esm' }),
  tsup('tsup, CommonJS', { format: 'cjs' }),
  tsup('tsup, ES modules, minified', { format: 'esm', minify: true }),
  tsup('tsup, CommonJS, minified', { format: 'cjs', minify: true }),
  {
    name: 'vitest',
    keepsTypeScript: true,
    async prepare(folder) {
      const test = asTest(`import { test } from 'vitest';`);
      const config = `export default { test: { include: ['program.test.ts'] } };`;
      writeFiles(folder, {
        ...esModules,
        ...program('.ts', asWritten),
        'program.test.ts': test,
        'vitest.config.js': config,
      });
      return [join(require.resolve('vitest/package.json'), '../vitest.mjs'), 'run', '--root', folder];
    },
  },
  {
    name: 'Jest, CommonJS',
    keepsTypeScript: true,
    async prepare(folder) {
      const test = byTypeScript(asTest(''));
      const config =
        '{ "name": "program", "type": "commonjs", "jest": { "transform": {}, "testRegex": "program\\\\.test\\\\.js$" } }';
      writeFiles(folder, {
        ...program('.js', byTypeScript),
        ...program('.ts', asWritten),
        'program.test.js': test,
        'package.json': config,
      });
      return [jest, '--rootDir', folder, '--no-cache', '--watchman=false'];
    },
  },
  {
    name: 'Jest, ES modules',
    keepsTypeScript: false,
    async prepare(folder) {
      const test = asTest(`import { test } from '@jest/globals';`);
      const config =
        '{ "name": "program", "type": "module", "jest": { "transform": {}, "testRegex": "program\\\\.test\\\\.js$" } }';
      writeFiles(folder, { ...program('.js', stripTypes), 'program.test.js': test, 'package.json': config });
      return ['--experimental-vm-modules', jest, '--rootDir', folder, '--no-cache', '--watchman=false'];
    },
  },
  {
    name: 'node --test',
    keepsTypeScript: false,
    async prepare(folder) {
      const test = asTest(`import { test } from 'node:test';`);
      writeFiles(folder, { ...esModules, ...program('.js', stripTypes), 'program.test.js': test });
      return ['--test', 'program.test.js'];
    },
  },
  {
    name: 'worker_threads',
    keepsTypeScript: false,
    async prepare(folder) {
      const start = `import { Worker } from 'node:worker_threads'; new Worker(new URL('./run.js', import.meta.url));`;
      writeFiles(folder, { ...esModules, ...program('.js', stripTypes), 'start.js': start });
      return ['start.js'];
    },
  },
];

/** Node.js runs TypeScript by itself from 22.18 and 24 on; it wants the extension that the file has. */
const typeStripping: Environment = {
  name: "Node.js's own type stripping",
  keepsTypeScript: true,
  async prepare(folder) {
    const withExtension = (source: string) => source.replace(/(from '\.\/[\w-]+)\.js'/g, `$1.ts'`);
    writeFiles(folder, { ...esModules, ...program('.ts', withExtension) });
    return ['run.ts'];
  },
};

/** Packages inside the output, as builds for Lambda, Next and NestJS have them. */
export const bundledPrograms: readonly Environment[] = (['esm', 'cjs'] as const).flatMap((format) =>
  [false, true].map((minify) =>
    tsup(`a bundler, ${format}${minify ? ', minified' : ''}`, {
      format,
      minify,
      external: ['@lithops/closure'],
    }),
  ),
);

export const environments: readonly Environment[] =
  'typescript' in process.features && process.features.typescript
    ? [...everywhere, typeStripping]
    : everywhere;

/** As a person writes it: `const x = require('x')`, destructured; this turns the program's few forms of import into that. */
function plainCommonJs(source: string): string {
  const exported: string[] = [];
  const names = (list: string) => list.replaceAll(' as ', ': ');
  const text = stripTypes(source)
    .replace(
      /^import (\w+), (\{[^}]*\}) from (['"].*?['"]);$/gm,
      (_, one, list, from) =>
        `const ${one} = require(${from}).default;\nconst ${names(list)} = require(${from});`,
    )
    .replace(
      /^import (\{[^}]*\}) from (['"].*?['"]);$/gm,
      (_, list, from) => `const ${names(list)} = require(${from});`,
    )
    .replace(/^import \* as (\w+) from (['"].*?['"]);$/gm, 'const $1 = require($2);')
    .replace(/^import (\w+) from (['"].*?['"]);$/gm, 'const $1 = require($2);')
    .replace(/^export \{([\s\S]*?)\};$/gm, (_, list: string) => {
      exported.push(...list.split(',').map((item) => item.trim().split(' as ').reverse().join(': ')));
      return '';
    })
    .replace(/^export default (async )?(function\*?|class) (\w+)/gm, (_, later = '', kind, name) => {
      exported.push(`default: ${name}`);
      return `${later}${kind} ${name}`;
    })
    .replace(/^export (async )?(function\*?|class|const|let) (\w+)/gm, (_, later = '', kind, name) => {
      exported.push(name);
      return `${later}${kind} ${name}`;
    });
  return exported.length === 0 ? text : `${text}\nmodule.exports = { ${exported.join(', ')} };\n`;
}
