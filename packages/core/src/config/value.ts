import type { KeyKind, KeySpec } from '../spec/section.js';

/** A value as it was found: typed, or a bare word (`text`) whose type only the key's spec can tell. */
export interface FoundValue {
  readonly value: unknown;
  /** Source of a plain YAML scalar or an environment variable; `undefined` when the value is typed already. */
  readonly text?: string | undefined;
  /** From an environment variable: lists are comma-separated or JSON, maps are JSON. */
  readonly isVariable?: boolean | undefined;
}

/** The value in its key's type, or that it is not of that type. */
type CheckedValue = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

const wrong: CheckedValue = { ok: false };
const right = (value: unknown): CheckedValue => ({ ok: true, value });

/** Gives the value the type its key declares: `True`, `yes` and `on` are booleans where a boolean is expected. */
export function checkValue(spec: KeySpec, found: FoundValue): CheckedValue {
  const literal = spec.or?.find((candidate) => isLiteral(candidate, found));
  if (literal !== undefined) return right(literal);
  if (isEnumeration(spec.type)) return checkEnumeration(spec.type, found);
  const checked = checkKind[spec.type](found);
  if (!checked.ok || typeof checked.value !== 'number') return checked;
  return inRange(spec, checked.value) ? checked : wrong;
}

/** What {@link checkValue} would have taken, in words: `a whole number ≥ 1 (MB) or "AUTO"`. */
export function describeExpected(spec: KeySpec, secondsAs = 'seconds'): string {
  const base = isEnumeration(spec.type) ? `one of ${spec.type.join(', ')}` : kindWords[spec.type];
  const number = spec.type === 'number' ? describeNumber(spec) : base;
  const unit = spec.unit === undefined ? '' : spec.unit === 's' ? ` (${secondsAs})` : ' (MB)';
  const others = (spec.or ?? []).map((word) => ` or ${word}`).join('');
  return `${number}${unit}${others}`;
}

const kindWords: Readonly<Record<keyof KeyKind, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  'string[]': 'a list of texts',
  object: 'a map',
  'object[]': 'a list of maps',
};

function describeNumber(spec: KeySpec): string {
  const base = spec.integer === true ? 'a whole number' : 'a number';
  if (spec.above !== undefined) return `${base} > ${spec.above}`;
  return spec.minimum === undefined ? base : `${base} ≥ ${spec.minimum}`;
}

function isEnumeration(type: KeySpec['type']): type is readonly string[] {
  return typeof type !== 'string';
}

function inRange(spec: KeySpec, value: number): boolean {
  if (spec.integer === true && !Number.isSafeInteger(value)) return false;
  if (spec.above !== undefined && value <= spec.above) return false;
  return spec.minimum === undefined || value >= spec.minimum;
}

function isLiteral(literal: string | false | null, found: FoundValue): boolean {
  if (found.value === literal) return true;
  const word = found.text ?? found.value;
  if (typeof word !== 'string') return false;
  if (literal === false) return found.text !== undefined && parseBoolean(word) === false;
  if (literal === null) return found.text !== undefined && /^(null|none|~)$/i.test(word);
  return word.toLowerCase() === literal.toLowerCase();
}

function checkEnumeration(allowed: readonly string[], found: FoundValue): CheckedValue {
  const word = found.text ?? found.value;
  if (typeof word !== 'string') return wrong;
  const match = allowed.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
  return match === undefined ? wrong : right(match);
}

const checkKind: Readonly<Record<keyof KeyKind, (found: FoundValue) => CheckedValue>> = {
  // Plain scalars keep their source: `account_id: 012345678901` must not lose its zero.
  string: (found) => (typeof found.value === 'string' ? right(found.value) : plainText(found)),
  number: (found) => {
    const number = found.text === undefined ? found.value : parseNumber(found.text);
    return typeof number === 'number' && Number.isFinite(number) ? right(number) : wrong;
  },
  boolean: (found) => {
    const value = found.text === undefined ? found.value : parseBoolean(found.text);
    return typeof value === 'boolean' ? right(value) : wrong;
  },
  'string[]': (found) => {
    const list = found.isVariable === true ? splitList(found.text ?? '') : found.value;
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? right([...list]) : wrong;
  },
  object: (found) => {
    const map = found.isVariable === true ? parseJson(found.text ?? '') : found.value;
    return isMap(map) ? right({ ...map }) : wrong;
  },
  'object[]': (found) => {
    const list = found.isVariable === true ? parseJson(found.text ?? '') : found.value;
    return Array.isArray(list) && list.every(isMap) ? right([...list]) : wrong;
  },
};

function plainText(found: FoundValue): CheckedValue {
  return found.text === undefined ? wrong : right(found.text);
}

function parseNumber(text: string): number | undefined {
  return /^[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)
    ? Number(text.replaceAll('_', ''))
    : undefined;
}

/** YAML 1.1's words, which Python's configuration files are written with. */
function parseBoolean(text: string): boolean | undefined {
  if (/^(true|yes|on)$/i.test(text)) return true;
  return /^(false|no|off)$/i.test(text) ? false : undefined;
}

function splitList(text: string): unknown {
  if (!text.startsWith('['))
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  return parseJson(text);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns `undefined` for what is none */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
