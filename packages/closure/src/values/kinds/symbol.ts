import { field, textOf } from '../parse.js';
import { damagedBytes } from '../value-error.js';

const wellKnown = new Map<symbol, string>();
for (const name of Object.getOwnPropertyNames(Symbol)) {
  const symbol: unknown = Object.getOwnPropertyDescriptor(Symbol, name)?.value;
  if (typeof symbol === 'symbol') wellKnown.set(symbol, name);
}

/** Registered (`Symbol.for`) and well-known (`Symbol.iterator`) symbols as data; `undefined` for unique ones. */
export function writeSymbol(symbol: symbol): object | undefined {
  const key = Symbol.keyFor(symbol);
  if (key !== undefined) return { registered: key };
  const name = wellKnown.get(symbol);
  return name === undefined ? undefined : { wellKnown: name };
}

export function readSymbol(data: unknown): symbol {
  const registered = field(data, 'registered');
  if (typeof registered === 'string') return Symbol.for(registered);
  const name = textOf(field(data, 'wellKnown'));
  for (const [symbol, known] of wellKnown) if (known === name) return symbol;
  throw damagedBytes(`this version of Node.js has no Symbol.${name}`);
}
