import type { AnyFunction } from '@lithops/closure';
import { invalidArgument } from '../errors/invalid-argument.js';
import { LithopsError } from '../errors/lithops-error.js';

const generators = new Set(['GeneratorFunction', 'AsyncGeneratorFunction']);

/** @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` for anything that cannot be called and give one result. */
export function checkFunction(where: string, fn: unknown): AnyFunction {
  if (!isFunction(fn)) throw invalidArgument(`the function of ${where}`, 'a function', fn);
  if (/^class\b/.test(Function.prototype.toString.call(fn))) {
    const name = fn.name || 'Item';
    throw new LithopsError({
      code: 'LITHOPS_INVALID_ARGUMENT',
      message: `Expected the function of ${where} to be one that can be called, got the class ${fn.name || '(no name)'}. Make instances inside: (x) => new ${name}(x).`,
    });
  }
  if (generators.has(fn.constructor.name)) {
    throw new LithopsError({
      code: 'LITHOPS_INVALID_ARGUMENT',
      message: `Expected the function of ${where} to give one result, got the generator function ${fn.name || '(no name)'}. Collect inside: (x) => [...${fn.name || 'generate'}(x)].`,
    });
  }
  return fn;
}

/** @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` for a bare string and for what cannot be iterated. */
export function checkInput(where: string, input: unknown): Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof input === 'string') {
    throw invalidArgument(
      `the input of ${where}`,
      'a list (a bare string would be read letter by letter: use [text], or obj(text) for the objects of that name)',
      input,
    );
  }
  if (isIterable(input)) return input;
  throw invalidArgument(
    `the input of ${where}`,
    isPromise(input)
      ? 'there already: await it first'
      : 'iterable: an array, a Set, a Map, a generator, an async iterable',
    input,
  );
}

function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  return (
    typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}
