import type { AnyFunction } from '../code-space/records.js';
import { classesOf, type MarkingClass, markingClasses } from './marking-classes.js';
import { nativePath } from './natives.js';

/** The classes above an object, as its copy needs them. */
export interface ClassChain {
  /** Those that are not built in, the nearest first. */
  readonly classes: readonly AnyFunction[];
  /** Those that mark their instances, from the uppermost down. */
  readonly marking: readonly MarkingClass[];
  /** Whether one of them gives its instances arrow functions of their own. */
  readonly hasArrows: boolean;
}

const none: ClassChain = { classes: [], marking: [], hasArrows: false };

/**
 * The chains of classes above objects, read once for all objects of one prototype. For the time of one capture or one
 * chunk: no code of the program runs in between that could change a class.
 */
export class ClassChains {
  readonly #chains = new Map<object, ClassChain>([
    [Object.prototype, none],
    [Array.prototype, none],
  ]);

  of(value: object): ClassChain {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (typeof prototype !== 'object' || prototype === null) return none;
    const known = this.#chains.get(prototype);
    if (known !== undefined) return known;
    const chain = read(value);
    this.#chains.set(prototype, chain);
    return chain;
  }
}

function read(value: object): ClassChain {
  const marking = markingClasses(value);
  return {
    classes: [...classesOf(value)].filter((fn) => nativePath(fn) === undefined),
    marking,
    hasArrows: marking.some(({ arrows }) => arrows.size > 0),
  };
}
