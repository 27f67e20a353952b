import { describe, expect, it } from 'vitest';
import { nativeAt, nativePath } from './natives.js';

describe('built-in values', () => {
  it.each<[string, unknown]>([
    ['Math.max', Math.max],
    ['Math', Math],
    ['a prototype', Array.prototype],
    ['a method of a prototype', Array.prototype.map],
    ['a getter', Object.getOwnPropertyDescriptor(Map.prototype, 'size')?.get],
    ['a method with a symbol for a name', Array.prototype[Symbol.iterator]],
    ['what no global leads to', Object.getPrototypeOf(Int8Array)],
    ['setTimeout', setTimeout],
    ['globalThis', globalThis],
    ['a class of streams', ReadableStream],
    ['the clock', performance],
    ['a class of web cryptography', crypto.subtle.constructor],
    ['a class of fetch', Headers],
    ['a method of such a class', Response.prototype.json],
  ])('%s is found by its path', (_, value) => {
    const path = nativePath(value);
    expect(path && nativeAt(path)).toBe(value);
  });

  it('do not include what the program put there', () => {
    const added = () => 1;
    Reflect.set(globalThis, 'addedByTest', added);
    expect(nativePath(added)).toBeUndefined();
    Reflect.deleteProperty(globalThis, 'addedByTest');
  });
});
