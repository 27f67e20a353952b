import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { codeOf, isErrorLike, messageOf } from './thrown.js';

describe('what was thrown in another realm', () => {
  const foreign: unknown = runInNewContext("Object.assign(new TypeError('gone'), { code: 'ENOENT' })");

  it('is an error all the same', () => {
    expect(foreign).not.toBeInstanceOf(Error);
    expect([isErrorLike(foreign), messageOf(foreign), codeOf(foreign)]).toEqual([true, 'gone', 'ENOENT']);
  });
});

describe('what is no error', () => {
  it.each([
    ['text', 'text'],
    [undefined, 'undefined'],
    [7, '7'],
    [null, 'null'],
  ])('%o is told as text', (thrown, text) => {
    expect([isErrorLike(thrown), messageOf(thrown), codeOf(thrown)]).toEqual([false, text, undefined]);
  });
});
