import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { isRequire } from './module-calls.js';

describe('a `require` function', () => {
  it('is that of createRequire, which modules of Node.js get too', () => {
    expect(isRequire(createRequire(import.meta.url))).toBe(true);
  });

  it('is what a test runner passes to modules, named or not', () => {
    const parts = { resolve: () => '', cache: {}, extensions: {} };
    expect(isRequire(Object.assign((name: string) => name, parts))).toBe(true);
  });

  it('is what bundles get, which has the name', () => {
    const require = (name: string) => name;
    expect(isRequire(Object.assign(require, { resolve: () => '', cache: {} }))).toBe(true);
  });

  it.each([
    ['a plain function', (name: string) => name],
    ['one that happens to resolve', Object.assign((name: string) => name, { resolve: () => '' })],
    ['one that keeps a cache', Object.assign((name: string) => name, { resolve: () => '', cache: {} })],
    ['an object', { resolve: () => '', cache: {}, extensions: {} }],
  ])('is not %s', (_, value) => {
    expect(isRequire(value)).toBe(false);
  });
});
