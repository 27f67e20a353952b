/** Where a method is found: the object that has it as its own member. */
export interface Home {
  readonly object: object;
  readonly key: string | symbol;
  readonly part: 'value' | 'get' | 'set';
}

/**
 * Remembers which objects and prototypes hold which functions as members. The language tells nobody what a method
 * belongs to, and one with `super` or `#private` members is nothing without it.
 */
export class Homes {
  readonly #homes = new Map<unknown, Home>();
  readonly #seen = new Set<object>();

  of(fn: object): Home | undefined {
    return this.#homes.get(fn);
  }

  /** Looks at the members of an object and of all prototypes above it that are not built in. */
  addChain(value: unknown, isBuiltIn: (object: object) => boolean): void {
    let object: unknown = value;
    while (isObject(object) && !this.#seen.has(object) && !isBuiltIn(object)) {
      this.add(object);
      object = Object.getPrototypeOf(object);
    }
  }

  add(object: object): void {
    if (this.#seen.has(object)) return;
    this.#seen.add(object);
    for (const key of Reflect.ownKeys(object)) {
      const descriptor = Object.getOwnPropertyDescriptor(object, key);
      for (const part of ['value', 'get', 'set'] as const) {
        const member: unknown = descriptor?.[part];
        if (typeof member !== 'function' || key === 'constructor' || this.#homes.has(member)) continue;
        this.#homes.set(member, { object, key, part });
      }
    }
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
