import { describe, expect, it } from 'vitest';
import { freeVariables } from './free-variables.js';
import { parseFunction } from './source-text.js';

function freeOf(text: string) {
  const source = parseFunction(text);
  if (source === undefined) throw new Error(`not a function: ${text}`);
  return freeVariables(source);
}
const namesOf = (text: string) =>
  freeOf(text)
    .variables.map(({ name }) => name)
    .sort();

describe('free variables', () => {
  it.each<[string, string, string[]]>([
    ['what is not declared inside', '(a) => a + b', ['b']],
    ['default parameters', '(a = b) => a', ['b']],
    ['destructuring', '({ a, b: [c], ...d }) => [a, c, d, e]', ['e']],
    ['nested functions', 'function f() { const a = 1; return () => a + b; }', ['b']],
    ['shadowing', '() => { const a = b; { const b = a; return b; } }', ['b']],
    ['tagged templates', `() => tag\`a\${b}\``, ['b', 'tag']],
    [
      'members of classes inside',
      '() => class extends A { x = b; static y = c; [d]() {} }',
      ['A', 'b', 'c', 'd'],
    ],
    ['the own name of a function', 'function f() { return f(); }', []],
  ])('%s', (_, text, names) => {
    expect(namesOf(text)).toEqual(names);
  });

  it('tell which members are read, when nothing else is done with them', () => {
    const [variable] = freeOf('() => fs.readFile(fs["writeFile"])').variables;
    expect([...(variable?.members ?? [])]).toEqual(['readFile', 'writeFile']);
  });

  it('are used as a whole as soon as one use is of the whole', () => {
    expect(freeOf('() => [fs.readFile, fs]').variables[0]?.members).toBeUndefined();
  });

  it('tell calls with a literal name', () => {
    expect(
      freeOf(`() => [require('a'), require('b')]`).variables[0]?.literalCalls?.map(
        ({ argument }) => argument,
      ),
    ).toEqual(['a', 'b']);
  });
});

describe('what a function takes from around it', () => {
  it.each<[string, 'this' | 'arguments' | 'newTarget' | 'super', boolean]>([
    ['() => this', 'this', true],
    ['() => function () { return this; }', 'this', false],
    ['() => class { x = this; }', 'this', false],
    ['() => () => arguments', 'arguments', true],
    ['() => ({ arguments: 1 }).arguments', 'arguments', false],
    ['() => new.target', 'newTarget', true],
    ['m() { return super.m(); }', 'super', true],
    ['m() { return { m() { return super.m(); } }; }', 'super', false],
    ['function f() { return this; }', 'this', false],
  ])('%s: %s is %s', (text, use, expected) => {
    expect(freeOf(text).outer[use]).toBe(expected);
  });
});
