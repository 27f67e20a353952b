import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, type Workspace, writeFiles } from '../support/built-package.js';
import { type Shipped, ship } from '../support/ship.js';

const tsx = import.meta.resolve('tsx');
let workspace: Workspace;

beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace.remove());

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const starter = { 'capture-all.ts': fixture('capture-all.ts'), 'run.ts': fixture('run.ts') };

function toCommonJs(source: string): string {
  const compilerOptions = {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: true,
    experimentalDecorators: true,
  };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}
const compiled = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name.replace(/\.ts$/, '.js'), toCommonJs(text)]),
  );

const typeScript = `
  export enum Size { Small = 1, Large = Small << 4, Name = 'text'.length }
  enum Colour { Red = 'red', Blue = 'blue' }
  namespace Geometry {
    export const unit = 2;
    export const area = (side: number): number => side * side * unit;
    export namespace Solid { export const volume = (side: number): number => area(side) * side; }
  }
  class Point {
    constructor(readonly x: number, private readonly y = 3) {}
    sum(): number { return this.x + this.y; }
  }
  const made = new Point(4);
  export const functions = {
    enums: () => [Size.Large, Size[16], Colour.Red, Size.Name],
    namespaces: () => [Geometry.area(2), Geometry.Solid.volume(2)],
    properties: () => [new Point(1).sum(), made.sum(), made instanceof Point],
  };`;

const oldDecorators = `
  const log: string[] = [];
  const known: string[] = [];
  function injectable(target: Function) { known.push(target.name); }
  function logged(target: object, name: string, descriptor: PropertyDescriptor) {
    const original = descriptor.value;
    descriptor.value = function (...values: unknown[]) { log.push(name); return original.apply(this, values); };
  }
  @injectable
  class Service {
    readonly base = 40;
    @logged
    add(x: number): number { return this.base + x; }
  }
  export const functions = { decorators: () => [new Service().add(2), log.length > 0, known] };`;

const newDecorators = `
  function doubled(method: (x: number) => number, context: ClassMethodDecoratorContext) {
    return function (this: unknown, x: number): number { return method.call(this, x) * 2; };
  }
  function tagged(target: Function, context: ClassDecoratorContext) { (target as any).tag = String(context.name); }
  @tagged
  class Service {
    base = 20;
    @doubled
    add(x: number): number { return this.base + x; }
  }
  export const functions = { decorators: () => [new Service().add(1), (Service as any).tag] };`;

describe('what only TypeScript has', () => {
  let byTsx: Shipped;
  let byTypeScript: Shipped;
  beforeAll(async () => {
    const folder = join(workspace.folder, 'typescript');
    writeFiles(folder, {
      ...starter,
      'functions.ts': typeScript,
      'package.json': '{ "name": "p", "type": "module" }',
    });
    byTsx = await ship(workspace, folder, ['--import', tsx, 'run.ts']);
    const commonJs = join(workspace.folder, 'typescript-commonjs');
    writeFiles(commonJs, {
      ...compiled({ ...starter, 'functions.ts': typeScript }),
      'package.json': '{ "name": "p" }',
    });
    byTypeScript = await ship(workspace, commonJs, ['run.js']);
  });

  it.each(['enums', 'namespaces', 'properties'])('%s, by tsx', (feature) => {
    expect(byTsx.results).toHaveProperty(feature);
    expect(byTsx.remote[feature]).toEqual(byTsx.results[feature]);
  });

  it.each(['enums', 'namespaces', 'properties'])('%s, by the TypeScript compiler', (feature) => {
    expect(byTypeScript.results).toHaveProperty(feature);
    expect(byTypeScript.remote[feature]).toEqual(byTypeScript.results[feature]);
  });
});

describe('decorated classes', () => {
  it('by the TypeScript compiler with experimentalDecorators, as NestJS has them', async () => {
    const folder = join(workspace.folder, 'old-decorators');
    writeFiles(folder, {
      ...compiled({ ...starter, 'functions.ts': oldDecorators }),
      'package.json': '{ "name": "p" }',
    });
    const { results, remote } = await ship(workspace, folder, ['run.js']);
    expect(results).toEqual({ decorators: [42, true, ['Service']] });
    expect(remote).toEqual(results);
  });

  it('by tsx, as the language will have them', async () => {
    const folder = join(workspace.folder, 'new-decorators');
    writeFiles(folder, {
      ...starter,
      'functions.ts': newDecorators,
      'package.json': '{ "name": "p", "type": "module" }',
    });
    const { results, remote } = await ship(workspace, folder, ['--import', tsx, 'run.ts']);
    expect(results).toEqual({ decorators: [42, 'Service'] });
    expect(remote).toEqual(results);
  });
});

describe('a CommonJS program', () => {
  const helper = `
    let started = false;
    exports.start = () => { started = true; };
    exports.isStarted = () => started;
    exports.twice = (x) => exports.once(x) * 2;
    exports.once = (x) => x;`;
  const program = `
    const helper = require('./helper');
    const { twice, isStarted } = require('./helper.js');
    const data = require('./data.json');
    const { join } = require('path');
    const { readFile } = require('fs').promises;
    const ms = require('ms');
    const { Decimal } = require('decimal.js');
    helper.start();
    module.exports = {
      functions: {
        modules: () => [helper.twice(2), twice(3), isStarted()],
        json: () => [data.name, data.list],
        packages: () => [ms('1s'), new Decimal(1).plus(1).toString()],
        builtins: () => [join('a', 'b'), typeof readFile],
        'require inside': () => [require('path').join('c', 'd'), require('ms')('2s'), require('./data.json').name],
        'import inside': async () => (await import('ms')).default('3s'),
        'own file inside': () => require('./lazy.js').lazily('x'),
        paths: () => [__filename.endsWith('functions.js'), require('path').basename(__dirname)],
      },
    };`;
  const run = `
    const { writeFileSync } = require('node:fs');
    const { captureAll } = require('./capture-all.js');
    captureAll(process.env.CAPSULES);`;
  let shipped: Shipped;
  beforeAll(async () => {
    const folder = join(workspace.folder, 'common-js');
    writeFiles(folder, {
      'package.json': '{ "name": "p", "type": "commonjs" }',
      'helper.js': helper,
      'lazy.js': `exports.lazily = (text) => text + '!';`,
      'data.json': '{ "name": "data", "list": [1, { "a": null }] }',
      'functions.js': program,
      'run.js': run,
      ...compiled({ 'capture-all.ts': starter['capture-all.ts'] }),
    });
    shipped = await ship(workspace, folder, ['run.js']);
  });

  it.each([
    'modules',
    'json',
    'packages',
    'builtins',
    'require inside',
    'import inside',
    'own file inside',
    'paths',
  ])('ships functions that use %s', (feature) => {
    expect(shipped.results).toHaveProperty(feature);
    expect(shipped.remote[feature]).toEqual(shipped.results[feature]);
  });
});

describe('an ES module program', () => {
  const program = `
    import fs, { existsSync as exists } from 'node:fs';
    import * as path from 'node:path';
    import Decimal, { Decimal as Named } from 'decimal.js';
    import * as all from 'decimal.js';
    import ms from 'ms';
    import { nanoid } from 'nanoid';
    import data from './data.json' with { type: 'json' };
    import * as helper from './helper.js';
    import start, { twice as double } from './helper.js';
    const { z } = await import('zod');
    const schema = z.object({ size: z.number() });
    start();
    export const functions = {
      modules: () => [helper.twice(2), double(3), helper.isStarted(), helper.default === start],
      json: () => [data.name, data.list],
      packages: () => [ms('1s'), new Decimal(1).plus(1).toString(), Named === Decimal, all.Decimal === Decimal, nanoid(4).length],
      awaited: () => [schema.safeParse({ size: 1 }).success, z.string().safeParse(1).success],
      builtins: () => [path.join('a', 'b'), exists('/'), typeof fs.readFileSync],
      'import() inside': async () => [
        (await import('ms')).default('3s'),
        (await import('./lazy.js')).lazily('x'),
        (await import('node:path')).sep,
      ],
      'import.meta': () => [import.meta.url, import.meta.dirname, import.meta.filename],
    };`;
  const helper = `
    let started = false;
    export default function start() { started = true; }
    export const isStarted = () => started;
    export const twice = (x) => x * 2;`;
  let shipped: Shipped;
  let folder: string;
  beforeAll(async () => {
    folder = join(workspace.folder, 'es-modules');
    const stripped = (text: string) =>
      ts.transpileModule(text, {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
      }).outputText;
    writeFiles(folder, {
      'package.json': '{ "name": "p", "type": "module" }',
      'helper.js': helper,
      'lazy.js': `import { twice } from './helper.js'; export const lazily = (text) => text + twice(1);`,
      'data.json': '{ "name": "data", "list": [1, { "a": null }] }',
      'functions.js': program,
      'capture-all.js': stripped(starter['capture-all.ts']),
      'run.js': stripped(starter['run.ts']),
    });
    shipped = await ship(workspace, folder, ['run.js']);
  });

  it.each(['modules', 'json', 'packages', 'awaited', 'builtins', 'import() inside', 'import.meta'])(
    'ships functions that use %s',
    (feature) => {
      expect(shipped.results).toHaveProperty([feature]);
      expect(shipped.remote[feature]).toEqual(shipped.results[feature]);
    },
  );

  it('import.meta.url is the place of the file that defines the function', () => {
    expect(shipped.remote['import.meta']).toEqual([
      pathToFileURL(join(folder, 'functions.js')).href,
      folder,
      join(folder, 'functions.js'),
    ]);
  });
});
