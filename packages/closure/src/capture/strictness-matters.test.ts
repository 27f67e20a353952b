import { describe, expect, it } from 'vitest';
import { freeVariables } from './free-variables.js';
import { parseFunction } from './source-text.js';
import { strictnessMatters } from './strictness-matters.js';

function matters(text: string): boolean {
  const source = parseFunction(text);
  if (source === undefined) throw new TypeError(`No function: ${text}`);
  return strictnessMatters(source, new Set(freeVariables(source).variables.map(({ name }) => name)));
}

describe('strict mode makes no difference', () => {
  it.each([
    'x => x * factor',
    'async ({ id, ...rest }, ctx) => { const page = await load(`page`, id, rest?.a ?? [1]); return page.items.map((i) => i.name); }',
    'n => { let sum = 0; for (let i = 0; i < n; i++) { if (i % 2) continue; sum += i; } return sum; }',
    'x => { try { return JSON.parse(x); } catch (error) { throw new Error("no", { cause: error }); } }',
  ])('to %s', (text) => expect(matters(text)).toBe(false));
});

describe('strict mode makes a difference', () => {
  it.each([
    ['to what a plain function inside is called on', 'x => function () { return x; }'],
    ['to a method inside', 'x => ({ m() { return this; } })'],
    ['to variables that nobody declared', 'x => { found = x; }'],
    ['to properties that may be read-only', 'o => { o.a = 1; }'],
    ['to deleting', 'o => delete o.a'],
    ['to direct eval', 'x => eval(x)'],
    ['to names that are words in it', 'x => { var static = x; return static; }'],
    ['to old octal numbers', 'x => x + 017'],
    ['to old escapes', "x => x + '\\1'"],
    ['to with', 'x => { with (x) { return y; } }'],
    ['to functions that are no arrows', 'function f(x) { return x; }'],
  ])('%s', (_, text) => expect(matters(text)).toBe(true));
});
