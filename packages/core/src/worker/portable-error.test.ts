import { describe, expect, it } from 'vitest';
import { LithopsError } from '../errors/lithops-error.js';
import { portableError } from './portable-error.js';

const why = new Error('it holds a WeakMap');
class Foreign extends RangeError {
  override readonly name = 'Foreign';
}

/** Stands for the codec: no WeakMap, nothing that holds one, and no instance of `Foreign`. */
function travels(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (value instanceof WeakMap || Object.getPrototypeOf(value) === Foreign.prototype) return false;
  return Reflect.ownKeys(value).every((key) => travels(Reflect.get(value, key)));
}

describe('an error with a part that cannot travel', () => {
  it('keeps class, cause and all other fields, and names what is missing', () => {
    const thrown = Object.assign(new TypeError('bad', { cause: 'why' }), {
      handle: new WeakMap(),
      ok: { a: 1 },
    });
    const stand = portableError(thrown, why, travels);
    expect(stand).toBeInstanceOf(TypeError);
    expect(stand).toMatchObject({ cause: 'why', ok: { a: 1 } });
    expect(Object.keys(stand)).toEqual(['ok']);
    expect(stand.message).toBe('bad [not sent, because it cannot travel: handle (WeakMap)]');
    expect(stand.stack).toMatch(/^TypeError: bad \[not sent.*\n\s+at /);
  });

  it('keeps a cause with such a part as far as that can', () => {
    const cause = Object.assign(new Error('socket'), { code: 'ENOTFOUND', handle: new WeakMap() });
    const stand = portableError(new TypeError('fetch failed', { cause }), why, travels);
    expect(stand.cause).toMatchObject({ message: 'socket', code: 'ENOTFOUND' });
  });
});

describe('an error whose class cannot travel', () => {
  it('is of the nearest class that can, under its own name', () => {
    const stand = portableError(new Foreign('far'), why, travels);
    expect([stand instanceof RangeError, stand instanceof Foreign, stand.name]).toEqual([
      true,
      false,
      'Foreign',
    ]);
  });

  it('stays an error of Lithops when it is one', () => {
    const stand = portableError(new LithopsError({ code: 'LITHOPS_X', message: 'm' }), why, travels);
    expect(stand).toBeInstanceOf(LithopsError);
    expect(stand).toMatchObject({ code: 'LITHOPS_X', message: 'm' });
  });
});

describe('what is no error and cannot travel', () => {
  it('is shown in an error that says so', () => {
    expect(portableError(new WeakMap(), why, travels)).toMatchObject({
      code: 'LITHOPS_UNSERIALIZABLE_ERROR',
      message: expect.stringContaining('WeakMap'),
    });
  });
});

describe('an error that was frozen', () => {
  it('keeps its message, and names what is missing', () => {
    const thrown = Object.freeze(Object.assign(new Error('bad'), { handle: new WeakMap() }));
    expect(portableError(thrown, why, travels).message).toBe(
      'bad [not sent, because it cannot travel: handle (WeakMap)]',
    );
  });
});

describe('what throws when it is looked at', () => {
  it('is told as what it is, with what it threw', () => {
    const thrown = Object.defineProperty(new Error('bad'), 'name', {
      get: () => {
        throw new Error('no name');
      },
    });
    expect(portableError(thrown, why, travels)).toMatchObject({
      code: 'LITHOPS_UNSERIALIZABLE_ERROR',
      message: expect.stringMatching(/^The function threw .*bad.*no name$/s),
    });
  });
});
