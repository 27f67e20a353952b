/**
 * A value that exists once in a process, however many copies of this package are loaded (ES module and CommonJS, two
 * versions in one tree): it lies on the global object behind `Symbol.for`.
 */
export function processWide<T extends object>(name: string, make: () => T): T {
  const holder: Holder<T> = globalThis as never;
  const key = keyOf(name);
  holder[key] ??= make();
  return holder[key];
}

/** The same; `undefined` while nobody has had it made. */
export function processWideIfMade<T extends object>(name: string): T | undefined {
  const holder: Holder<T> = globalThis as never;
  return holder[keyOf(name)];
}

interface Holder<T> {
  [key: symbol]: T | undefined;
}

function keyOf(name: string): symbol {
  return Symbol.for(`lithops.${name}`);
}
