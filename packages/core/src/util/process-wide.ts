/**
 * A value that exists once in a process, however many copies of this package are loaded (ES module and CommonJS, two
 * versions in one tree): it lies on the global object behind `Symbol.for`.
 */
export function processWide<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`lithops.${name}`);
  const holder: { [key: symbol]: T | undefined } = globalThis as never;
  holder[key] ??= make();
  return holder[key];
}
