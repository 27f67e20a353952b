import { describe, expect, it } from 'vitest';
import { parseFunction } from './source-text.js';

const holder = {
  plain() {},
  async later() {},
  *many() {},
  get value() {
    return 1;
  },
  ['com' + 'puted']() {},
};

describe('the text of a function', () => {
  it.each([
    ['a function', String(function named() {}), 'expression'],
    ['an arrow function', String((a: number) => a), 'expression'],
    ['an async arrow function', String(async () => 1), 'expression'],
    ['a class', String(class {}), 'expression'],
    ['a method', String(holder.plain), 'method'],
    ['an async method', String(holder.later), 'method'],
    ['a generator method', String(holder.many), 'method'],
    ['a method with a computed name', String(Reflect.get(holder, 'computed')), 'method'],
    ['a private method', '#secret() { return this.#x; }', 'class-method'],
    ['an arrow function with new.target', '() => new.target', 'expression'],
  ])('of %s is known by its form', (_, text, form) => {
    expect(parseFunction(text)?.form).toBe(form);
  });

  it('of a getter is that of a method', () => {
    const getter = Object.getOwnPropertyDescriptor(holder, 'value')?.get;
    expect(parseFunction(String(getter))?.form).toBe('method');
  });

  it('of native code is none', () => {
    expect(parseFunction(String(Math.max))).toBeUndefined();
  });

  it('in sloppy mode may use what strict mode forbids', () => {
    expect(parseFunction('function f(o) { with (o) { return 010; } }')?.form).toBe('expression');
  });
});
