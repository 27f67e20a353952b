import { ServiceError } from '../service/service-error.js';

/** What is wrong with a request, collected over all its members, as the services do. */
export class Complaints {
  readonly #violations: string[] = [];

  add(path: string, value: unknown, constraint: string): undefined {
    const shown =
      value === undefined ? 'null' : `'${typeof value === 'object' ? JSON.stringify(value) : value}'`;
    this.#violations.push(
      `Value ${shown} at '${path}' failed to satisfy constraint: Member must ${constraint}`,
    );
    return undefined;
  }

  /** @throws {ServiceError} `SerializationException`, at once: nothing else can be said about such a request */
  wrongType(path: string, expected: string, got: unknown): never {
    throw new ServiceError('SerializationException', `Expected ${expected} at '${path}', got ${typeof got}.`);
  }

  /** @throws {ServiceError} `ValidationException` when there is any */
  raise(): void {
    const count = this.#violations.length;
    if (count === 0) return;
    const errors = count === 1 ? 'error' : 'errors';
    throw new ServiceError(
      'ValidationException',
      `${count} validation ${errors} detected: ${this.#violations.join('; ')}`,
    );
  }
}

/** What a value must be like. Gives the value, or `undefined` after a complaint. */
export type Shape<T> = (value: unknown, path: string, complaints: Complaints) => T | undefined;

/** @throws {ServiceError} `ValidationException` or `SerializationException` when the value has another shape */
export function checked<T>(shape: Shape<T>, value: unknown): T {
  const complaints = new Complaints();
  const result = shape(value, '', complaints);
  complaints.raise();
  if (result === undefined)
    throw new Error('Expected a value from a shape that had nothing to complain about.');
  return result;
}
