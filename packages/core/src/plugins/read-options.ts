import { checkValue, describeExpected } from '../config/value.js';
import { invalidArgument } from '../errors/invalid-argument.js';
import { LithopsError } from '../errors/lithops-error.js';
import { didYouMean } from '../errors/nearest-name.js';
import type { KeySpec, Section } from '../spec/section.js';
import { optionName } from './section-options.js';

/**
 * Turns the options of a typed factory into file keys and units: `runtimeTimeoutMs: 180_000` → `runtime_timeout: 180`.
 *
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` for an unknown option or one of a wrong type.
 */
export function readOptions(
  plugin: string,
  section: Section,
  options: object,
): Readonly<Record<string, unknown>> {
  const keys = new Map(Object.entries(section).map(([key, spec]) => [optionName(key, spec), { key, spec }]));
  const values: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(options)) {
    const known = keys.get(name);
    if (known === undefined) throw unknownOption(plugin, name, keys.keys());
    if (given !== undefined) values[known.key] = readOption(plugin, name, known.spec, given);
  }
  return values;
}

function readOption(plugin: string, name: string, spec: KeySpec, given: unknown): unknown {
  const checked = checkValue(spec, { value: given });
  if (!checked.ok) {
    const shown = spec.secret === true ? typeof given : given;
    throw invalidArgument(`${plugin} option "${name}"`, describeExpected(spec, 'milliseconds'), shown);
  }
  return spec.unit === 's' && typeof checked.value === 'number' ? checked.value / 1000 : checked.value;
}

function unknownOption(plugin: string, name: string, known: Iterable<string>): LithopsError {
  const names = [...known];
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Plug-in "${plugin}" has no option "${name}".${didYouMean(name, names)} It has: ${names.join(', ')}.`,
  });
}
