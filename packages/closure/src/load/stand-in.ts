/**
 * A value that stands for any argument of a constructor whose work is not wanted: it can be read, called, iterated and
 * destructured, and is nothing.
 */
export function standIn(_for: object): unknown {
  const nothing: unknown = new Proxy(() => {}, {
    get: (_target, key) => {
      if (key === Symbol.iterator) return () => [nothing, nothing, nothing, nothing][Symbol.iterator]();
      if (key === Symbol.toPrimitive) return () => 0;
      return key === 'then' ? undefined : nothing;
    },
    has: () => true,
    set: () => true,
    apply: () => nothing,
    construct: () => Object(nothing),
    ownKeys: () => ['prototype'],
  });
  return nothing;
}
