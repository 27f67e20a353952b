import fs, { existsSync as exists } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RemoteJob, remote } from '../support/remote.js';
import { a } from './fixtures/cycle-a.js';
import data from './fixtures/data.json' with { type: 'json' };
import * as helpers from './fixtures/helpers.js';
import defaultExport, {
  decorate,
  makeCounter,
  pathOf,
  decorate as renamed,
  stateNow,
  Tag,
} from './fixtures/helpers.js';
import { renamed as reexported, state, twice } from './fixtures/reexports.js';
import { configure, mode, settings } from './fixtures/state.js';

describe("the user's own modules", () => {
  it('a function defined in another module than the caller: its free variables are of that module', async () => {
    expect(await remote(decorate, 'x')).toBe('> x');
    expect(await remote(() => decorate('y'))).toBe('> y');
  });

  it('default and renamed imports', async () => {
    expect(await remote(() => [defaultExport('a'), renamed('b')])).toEqual(['> > a', '> b']);
  });

  it('import * as', async () => {
    expect(await remote(() => [helpers.decorate('a'), helpers.default('b'), helpers.pathOf('c')])).toEqual([
      '> a',
      '> > b',
      'root/c',
    ]);
  });

  it('re-exports, renamed, default and as a namespace', async () => {
    expect(await remote(() => [reexported('a'), twice('b'), typeof state.mode])).toEqual([
      '> a',
      '> > b',
      'string',
    ]);
  });

  it('the same function by two ways is the same function', async () => {
    expect(await remote(() => [decorate === reexported, decorate === helpers.decorate])).toEqual([
      true,
      true,
    ]);
  });

  it('modules that import each other', async () => {
    expect(await remote(a, 5)).toBe(5);
  });

  it('state of a module that was set at start-up', async () => {
    const before = settings.level;
    configure('production');
    expect(await remote(() => [mode, settings.level, stateNow()])).toEqual([
      'production',
      before + 1,
      expect.stringContaining(`production ${before + 1}`),
    ]);
  });

  it('functions and classes that a module has made', async () => {
    const counter = makeCounter(5);
    counter();
    const job = new RemoteJob(() => counter());
    expect([await job.call(), await job.call()]).toEqual(['> 7', '> 8']);
    expect(await remote(() => String(new Tag('b')))).toBe('<> b>');
  });

  it('JSON', async () => {
    expect(await remote(() => [data.name, data.sizes[2]])).toEqual(['Öl', 3]);
  });

  it('TypeScript: types, as, satisfies, generics, optional chaining', async () => {
    interface Row {
      readonly cells: readonly number[] | undefined;
    }
    const sum = <T extends Row>(row: T): number =>
      ((row satisfies Row).cells ?? []).reduce((x, y) => x + y, 0) as number;
    expect(await remote((row: Row) => sum<Row>(row), { cells: [1, 2] })).toBe(3);
  });

  it('import() with a relative specifier, which runs the module in the worker', async () => {
    const load = async (text: string) => {
      const lazy = await import('./fixtures/lazy.js');
      return [lazy.lazily(text), lazy.loadedIn !== undefined, lazy.loadedIn];
    };
    const [text, , pid] = await remote(load, 'x');
    expect(text).toBe('> lazy x');
    expect(pid).not.toBe(process.pid);
  });

  it('import.meta.url is that of the defining file', async () => {
    expect(await remote(() => import.meta.url)).toBe(import.meta.url);
    expect(await remote(() => new URL('./x', import.meta.url).pathname)).toBe(
      new URL('./x', import.meta.url).pathname,
    );
  });
});

describe('node: built-ins', () => {
  it('default, named, renamed and namespace imports', async () => {
    const probe = () => [exists('/'), typeof fs.readFileSync, path.join('a', 'b'), pathOf('x')];
    expect(await remote(probe)).toEqual([true, 'function', 'a/b', 'root/x']);
  });

  it('import() of a built-in', async () => {
    expect(await remote(async () => (await import('node:os')).EOL)).toBe('\n');
  });

  it('globals of Node.js are the worker’s own', async () => {
    const facts = () => [
      process.pid,
      typeof Buffer.from,
      typeof setTimeout,
      typeof URL,
      typeof structuredClone,
    ];
    const [pid, ...types] = await remote(facts);
    expect(pid).not.toBe(process.pid);
    expect(types).toEqual(Array(4).fill('function'));
  });

  it('functions of built-ins as values', async () => {
    const { join } = path;
    const tools = { join, exists };
    expect(await remote(() => [tools.join('a', 'b'), tools.exists('/nowhere')])).toEqual(['a/b', false]);
  });
});
