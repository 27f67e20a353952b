import { createRequire } from 'node:module';
import * as allOfDecimal from 'decimal.js';
import { Decimal, Decimal as Named } from 'decimal.js';
import ms from 'ms';
import { nanoid } from 'nanoid';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as mini from 'zod/mini';
import { fromModule } from '../../src/from-module.js';
import { remote } from '../support/remote.js';
import { schema, third } from './fixtures/clients.js';
import { Decimal as Reexported } from './fixtures/reexports.js';

const require = createRequire(import.meta.url);

describe('packages go by reference, bundled', () => {
  it('default, named and namespace imports', async () => {
    const add = () => [
      new Decimal('0.1').plus('0.2').toString(),
      new Named('1').toString(),
      new allOfDecimal.Decimal('2').toString(),
    ];
    expect(await remote(add)).toEqual(['0.3', '1', '2']);
  });

  it('CommonJS packages', async () => {
    expect(await remote((text: Parameters<typeof ms>[0]) => ms(text), '2 days')).toBe(172800000);
  });

  it('sub-paths of packages', async () => {
    expect(
      await remote(() => [mini.string().safeParse('x').success, mini.string().safeParse(1).success]),
    ).toEqual([true, false]);
  });

  it('packages that are ES modules only', async () => {
    expect(await remote(() => nanoid(5).length)).toBe(5);
  });

  it('re-exported by an own file', async () => {
    expect(await remote(() => new Reexported(3).toString())).toBe('3');
  });

  it('what createRequire gave', async () => {
    const viaRequire: (text: string) => number = require('ms');
    expect(await remote(() => viaRequire('1s'))).toBe(1000);
  });

  it('their functions as values: in tables, as arguments', async () => {
    const parsers = { ms };
    expect(await remote(() => parsers.ms('1m'))).toBe(60000);
    expect(await remote((parse: typeof ms) => parse('1s'), ms)).toBe(1000);
  });

  it('import() of a package', async () => {
    const late = async () => {
      const { Decimal: Late } = await import('decimal.js');
      return new Late(4).toString();
    };
    expect(await remote(late)).toBe('4');
  });

  it('classes of a package that own classes extend', async () => {
    class Money extends Decimal {
      get cents(): number {
        return this.times(100).toNumber();
      }
    }
    expect(await remote(() => new Money('1.25').cents)).toBe(125);
  });
});

describe('instances of classes of packages', () => {
  it('as items and results are of the class that each side imports', async () => {
    const half = await remote(
      (value: Decimal) => [value instanceof Decimal, value.div(2)] as const,
      new Decimal(1),
    );
    expect(half[0]).toBe(true);
    expect(half[1]).toBeInstanceOf(Decimal);
    expect(half[1].toString()).toBe('0.5');
  });

  it('in a module-level const are declared again or copied, as they can', async () => {
    expect(await remote(() => third.toFixed(3))).toBe('0.333');
    expect(await remote(() => schema.parse({ name: 'a', size: 1 }))).toEqual({ name: 'a', size: 1 });
    expect(await remote(() => schema.safeParse({ name: 'a', size: -1 }).success)).toBe(false);
  });

  it('made with z.object inside the function', async () => {
    expect(await remote((x: unknown) => z.number().safeParse(x).success, 'x')).toBe(false);
  });
});

describe('a function of fromModule', () => {
  const work = require.resolve('../fixtures/work.cjs');

  it('runs the module in the worker, alone and bound to constants', async () => {
    const { crunch, add } = fromModule<{ crunch(x: number): number; add(a: number, b: number): number }>(
      work,
    );
    expect(await remote(crunch, 21)).toBe(42);
    const add40 = add.bind(null, 40);
    expect(await remote(add40, 2)).toBe(42);
  });

  it('can be called by a captured function', async () => {
    const { crunch } = fromModule<{ crunch(x: number): number }>(work);
    expect(await remote((x: number) => crunch(x) + 1, 1)).toBe(3);
  });

  it('names a package', async () => {
    const { default: parse } = fromModule<{ default(text: string): number }>('nanoid');
    expect(parse).toBeInstanceOf(Function);
    const { nanoid: make } = fromModule<typeof import('nanoid')>('nanoid');
    expect(await remote(() => make(7).length)).toBe(7);
  });
});
