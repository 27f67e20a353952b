import { describe, expect, it } from 'vitest';
import { wildcard } from './wildcard.js';

describe('a wildcard', () => {
  it.each([
    ['*', 'a', 'a/b', true, false],
    ['a/*.csv', 'a/1.csv', 'a/b/1.csv', true, false],
    ['a/*.csv', 'a/.csv', 'a/1xcsv', true, false],
    ['a/**', 'a/b/c', 'ab', true, false],
    ['**/x', 'x', 'ax', true, false],
    ['a/**/x', 'a/x', 'ax', true, false],
    ['a/**/x', 'a/b/c/x', 'a/bx', true, false],
    ['a**x', 'a/b/cx', 'a/b/c', true, false],
    ['a?c', 'abc', 'a/c', true, false],
    ['a?c', 'a👧c', 'ac', true, false],
    ['*/', 'a/b', 'a', true, false],
    ['[ab]*', '[ab]c', 'ac', true, false],
    ['{a,b}$.(*)', '{a,b}$.(1)', 'a$.(1)', true, false],
    ['a*', 'a\nb', 'b', true, false],
  ])('%s matches %j and not %j', (pattern, matching, other, ...expected) => {
    const { matches } = wildcard(pattern);
    expect([matches(matching), matches(other)]).toEqual(expected);
  });

  it('is looked for below its longest literal beginning', () => {
    expect(wildcard('a/b*/c').prefix).toBe('a/b');
    expect(wildcard('?').prefix).toBe('');
    expect(wildcard('a/*/').prefix).toBe('a/');
  });

  it('goes no deeper than it has segments, unless "**" is among them', () => {
    expect(wildcard('/a/*/c').maxSlashes).toBe(3);
    expect(wildcard('/a/**').maxSlashes).toBeUndefined();
    expect(wildcard('/a/*/').maxSlashes).toBeUndefined();
  });
});
