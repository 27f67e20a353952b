import { describe, expect, it } from 'vitest';
import { decodeGraph, encodeGraph } from '../graph.js';

const copy = <T>(value: T): T => decodeGraph(encodeGraph([value]))[0] as T;

describe('an error', () => {
  it.each([Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError])(
    'keeps its class, message and stack',
    (Class) => {
      const value = new Class('broken');
      const result = copy(value);
      expect(Object.getPrototypeOf(result)).toBe(Class.prototype);
      expect(result.message).toBe('broken');
      expect(result.stack).toBe(value.stack);
      expect(Object.keys(result)).toEqual([]);
    },
  );

  it('keeps its cause, whatever that is, and cycles through it', () => {
    const value = new Error('outer', { cause: new TypeError('inner', { cause: 5 }) });
    const result = copy(value);
    expect(result.cause).toBeInstanceOf(TypeError);
    expect(result.cause).toMatchObject({ message: 'inner', cause: 5 });
    const looped = new Error('loop');
    looped.cause = looped;
    const copied = copy(looped);
    expect(copied.cause).toBe(copied);
  });

  it('keeps own fields, a name of its own and a symbol key', () => {
    const value = Object.assign(new Error('x'), {
      name: 'Mine',
      code: 'E_X',
      [Symbol.for('lithops.error')]: true,
    });
    const result = copy(value);
    expect(result).toMatchObject({ name: 'Mine', code: 'E_X', [Symbol.for('lithops.error')]: true });
  });

  it('keeps the errors of an AggregateError', () => {
    const result = copy(new AggregateError([new RangeError('a'), 'b'], 'both'));
    expect(result).toBeInstanceOf(AggregateError);
    expect(result.errors).toEqual([new RangeError('a'), 'b']);
    expect(result.errors[0]).toBeInstanceOf(RangeError);
    expect(Object.getOwnPropertyDescriptor(result, 'errors')?.enumerable).toBe(false);
  });

  it('has no stack when the original has none', () => {
    const value = new Error('x');
    Reflect.deleteProperty(value, 'stack');
    expect(Object.hasOwn(copy(value), 'stack')).toBe(false);
  });

  it('has no message of its own when the original has none', () => {
    expect(Object.hasOwn(copy(new Error()), 'message')).toBe(false);
  });

  it('keeps a DOMException with name and code', () => {
    const value = new DOMException('stop', 'AbortError');
    const result = copy(value);
    expect(result).toBeInstanceOf(DOMException);
    expect([result.name, result.message, result.code]).toEqual(['AbortError', 'stop', 20]);
    expect(result.stack).toBe(value.stack);
  });
});
