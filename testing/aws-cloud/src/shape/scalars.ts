import type { Shape } from './shape.js';

/** Both ends count. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

export interface TextConstraints extends Bounds {
  /** For the whole text. */
  readonly pattern?: string;
}

export function text({
  min = 0,
  max = Number.POSITIVE_INFINITY,
  pattern,
}: TextConstraints = {}): Shape<string> {
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`);
  return (value, path, complaints) => {
    if (typeof value !== 'string') return complaints.wrongType(path, 'a string', value);
    if (value.length < min) complaints.add(path, value, `have length greater than or equal to ${min}`);
    if (value.length > max) complaints.add(path, value, `have length less than or equal to ${max}`);
    if (whole?.test(value) === false)
      complaints.add(path, value, `satisfy regular expression pattern: ${pattern}`);
    return value;
  };
}

export function oneOf<const Value extends string>(...values: readonly Value[]): Shape<Value> {
  return (value, path, complaints) => {
    if (typeof value !== 'string') return complaints.wrongType(path, 'a string', value);
    const found = values.find((candidate) => candidate === value);
    return found ?? complaints.add(path, value, `satisfy enum value set: [${values.join(', ')}]`);
  };
}

/** An integer; in a query or a header it is made of digits. */
export function integer({ min = 0, max = Number.MAX_SAFE_INTEGER }: Bounds = {}): Shape<number> {
  return (value, path, complaints) => {
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number))
      return complaints.wrongType(path, 'an integer', value);
    if (number < min) complaints.add(path, value, `have value greater than or equal to ${min}`);
    if (number > max) complaints.add(path, value, `have value less than or equal to ${max}`);
    return number;
  };
}

export const flag: Shape<boolean> = (value, path, complaints) =>
  typeof value === 'boolean' ? value : complaints.wrongType(path, 'a boolean', value);

/** Bytes: base64 in JSON, or a body as it is. */
export const blob: Shape<Buffer> = (value, path, complaints) => {
  if (Buffer.isBuffer(value)) return value;
  if (typeof value !== 'string') return complaints.wrongType(path, 'base64', value);
  return Buffer.from(value, 'base64');
};
