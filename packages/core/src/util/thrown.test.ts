import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { codeOf, isErrorLike, isRetryable, messageOf } from './thrown.js';

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

describe('what throws when it is looked at', () => {
  const revoked = (): object => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  const refusing = (): never => {
    throw new Error('not to be looked at');
  };
  it.each<[string, object, string]>([
    ['a revoked proxy', revoked(), '<Revoked Proxy>'],
    ['an object that is nothing as text', { toString: refusing }, '{ toString: [Function: refusing] }'],
    ['an object without a prototype', Object.create(null), '[Object: null prototype] {}'],
    [
      'a getter that throws',
      {
        get message() {
          return refusing();
        },
      },
      '[object Object]',
    ],
  ])('%s is told as what it is', (_, thrown, text) => {
    expect(messageOf(thrown)).toBe(text);
    expect([isErrorLike(thrown), codeOf(thrown), isRetryable(thrown)]).toEqual([false, undefined, true]);
  });
});
