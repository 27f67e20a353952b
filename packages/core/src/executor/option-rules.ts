import { invalidArgument } from '../errors/invalid-argument.js';
import { LithopsError } from '../errors/lithops-error.js';
import { didYouMean } from '../errors/nearest-name.js';

/** What an option may be, in words, and how that is told. */
export interface Rule {
  readonly expected: string;
  accepts(value: unknown): boolean;
}

export type Rules = Readonly<Record<string, Rule>>;

export const anything: Rule = { expected: 'anything', accepts: () => true };
export const text: Rule = {
  expected: 'a non-empty string',
  accepts: (value) => typeof value === 'string' && value !== '',
};
export const flag: Rule = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
export const abortSignal: Rule = {
  expected: 'an AbortSignal',
  accepts: (value) => value instanceof AbortSignal,
};
export const plainObject: Rule = {
  expected: 'an object',
  accepts: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};
export const texts: Rule = {
  expected: 'a list of strings',
  accepts: (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'string'),
};
export const textsOrNull: Rule = {
  expected: 'a list of strings, or null',
  accepts: (value) => value === null || texts.accepts(value),
};
export const environment: Rule = {
  expected: 'an object of strings',
  accepts: (value) =>
    plainObject.accepts(value) && Object.values(value as object).every((entry) => typeof entry === 'string'),
};

export function oneOf(...values: readonly unknown[]): Rule {
  return {
    expected: `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`,
    accepts: (value) => values.includes(value),
  };
}

export function either(...rules: readonly Rule[]): Rule {
  return {
    expected: rules.map((rule) => rule.expected).join(', or '),
    accepts: (value) => rules.some((rule) => rule.accepts(value)),
  };
}

/** A number from `minimum` up, in that unit. */
export function number(minimum: number, unit: string): Rule {
  return {
    expected: `a number of ${unit} of at least ${minimum}`,
    accepts: (value) => typeof value === 'number' && Number.isFinite(value) && value >= minimum,
  };
}

export function integer(minimum: number, unit?: string): Rule {
  return {
    expected: `an integer${unit === undefined ? '' : ` of ${unit}`} of at least ${minimum}`,
    accepts: (value) => Number.isInteger(value) && Number(value) >= minimum,
  };
}

/**
 * Refuses unknown names (with the nearest known one) and values that break their rule.
 * @throws {LithopsError} `LITHOPS_UNKNOWN_OPTION`, `LITHOPS_INVALID_ARGUMENT`
 */
export function checkOptions(where: string, options: unknown, rules: Rules): void {
  if (options === undefined) return;
  if (!plainObject.accepts(options)) throw invalidArgument(`the options of ${where}`, 'an object', options);
  for (const [name, value] of Object.entries(options as object)) {
    const rule = rules[name];
    if (rule === undefined) throw unknownOption(where, name, rules);
    if (value !== undefined && !rule.accepts(value))
      throw invalidArgument(`${name} (an option of ${where})`, rule.expected, value);
  }
}

function unknownOption(where: string, name: string, rules: Rules): LithopsError {
  const known = Object.keys(rules);
  return new LithopsError({
    code: 'LITHOPS_UNKNOWN_OPTION',
    message: `${where} has no option "${name}".${didYouMean(name, known)} It has: ${known.join(', ')}.`,
  });
}
