/** The same object, with some methods in the place of its own. */
export function withMethods<T extends object>(target: T, methods: Partial<T>): T {
  return new Proxy(target, {
    get(of, key) {
      if (key in methods) return Reflect.get(methods, key);
      const value: unknown = Reflect.get(of, key, of);
      // Private fields are found on the object itself only.
      return typeof value === 'function' ? value.bind(of) : value;
    },
  });
}
