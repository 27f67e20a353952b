import { LithopsError } from '@lithops/core';

type Values = Readonly<Record<string, unknown>>;

/** @throws {LithopsError} `LITHOPS_CONFIG` for a value that is no text or number. */
export function mapOfTexts(key: string, map: Values): Readonly<Record<string, string>> {
  const entries = Object.entries(map).map(([name, value]) => {
    if (typeof value === 'string') return [name, value];
    if (typeof value === 'number' || typeof value === 'boolean') return [name, String(value)];
    // What it holds may be secret.
    throw wrong(`${key}.${name}`, 'a text', typeof value);
  });
  return Object.fromEntries(entries);
}

/** @throws {LithopsError} `LITHOPS_CONFIG` */
export function textAt(section: string, values: Values, key: string): string {
  const value = values[key];
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(`${section}.${key}`, 'a text', value);
}

/** @throws {LithopsError} `LITHOPS_CONFIG` */
export function textsAt(section: string, values: Values, key: string): readonly string[] {
  const value: unknown = values[key];
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'))
    return value;
  throw wrong(`${section}.${key}`, 'a list of texts', value);
}

export function wrong(key: string, expected: string, got: unknown): LithopsError {
  const shown = got === undefined ? 'nothing' : JSON.stringify(got);
  return new LithopsError({
    code: 'LITHOPS_CONFIG',
    message: `Expected "aws_lambda.${key}" to be ${expected}, got ${shown}.`,
  });
}
