import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { fromModule, toReference } from './from-module.js';

const path = createRequire(import.meta.url).resolve('../test/fixtures/work.cjs');
interface Work {
  crunch(item: number): number;
  add(shared: number, item: number): number;
}

describe('a function of fromModule', () => {
  it('stands for an export of a module, named by path, URL or package', () => {
    const { crunch } = fromModule<Work>(path);
    expect(toReference(crunch)).toEqual({
      specifier: path,
      exportName: 'crunch',
      from: import.meta.filename,
    });
    expect(toReference(fromModule<Work>(pathToFileURL(path)).crunch)?.specifier).toBe(path);
    expect(toReference(fromModule<Work>(pathToFileURL(path).href).crunch)?.specifier).toBe(path);
    expect(toReference(fromModule<{ default(text: string): number }>('ms').default)).toMatchObject({
      specifier: 'ms',
      exportName: 'default',
    });
  });

  it("has the export's type and name, and is the same one each time", () => {
    const work = fromModule<Work>(path);
    expectTypeOf(work.crunch).toEqualTypeOf<(item: number) => number>();
    expect(work.crunch.name).toBe('crunch');
    expect(work.crunch).toBe(work.crunch);
  });

  it('runs here when it is called here', () => {
    expect(fromModule<Work>(path).crunch(20)).toBe(40);
    expect(fromModule<Work>(path).add.bind(null, 1)(2)).toBe(3);
  });

  it('says so when the module has no such function', () => {
    const { nothing } = fromModule<{ nothing(): void }>(path);
    expect(() => nothing()).toThrow(`${path} has no function nothing`);
  });

  it('is told apart from every other value', () => {
    expect([() => 1, 1, null, undefined, {}, fromModule<Work>(path)].map(toReference)).toEqual(
      Array(6).fill(undefined),
    );
  });
});

describe('the module object of fromModule', () => {
  it('is no promise, so it can be awaited and returned', async () => {
    const work = fromModule<Work>(path);
    expect(await work).toBe(work);
  });

  it('cannot be changed', () => {
    const work: { crunch?: unknown } = fromModule<{ crunch?: unknown }>(path);
    expect(() => {
      work.crunch = 1;
    }).toThrow(TypeError);
  });

  it('refuses a relative path, whose base nobody can know, with the fix', () => {
    expect(() => fromModule('./work.js')).toThrow(`new URL("./work.js", import.meta.url)`);
  });
});
