import { inspector } from '../capture/inspector.js';
import { ClosureError } from '../errors.js';
import { damagedCapsule } from './damaged-capsule.js';
import { standIn } from './stand-in.js';

export type PrivateSetters = Readonly<Record<string, (object: object, value: unknown) => void>>;
type Constructor = new (...args: unknown[]) => object;

/** What a loaded class offers to have instances made without running its code. */
interface Guard {
  readonly setters: PrivateSetters;
  /** Runs `action` while constructors and initialisers of the class's capsule do nothing. */
  revive<T>(action: () => T): T;
}

const guards = new WeakMap<object, Guard>();

/** Remembers how a loaded class's `#private` fields are set. */
export function guardClass(fn: object, guard: Guard): void {
  guards.set(fn, guard);
}

/**
 * An object that carries the `#private` members of the uppermost of these classes, when that class has no superclass
 * and so makes the object itself; else an empty one.
 *
 * @param classes from the uppermost down
 */
export function makeMarked(classes: readonly object[]): object {
  const [uppermost] = classes;
  if (uppermost === undefined || !isBaseClass(uppermost)) return {};
  const made = construct(uppermost);
  marked.add(made);
  return made;
}

const marked = new WeakSet<object>();

/** Puts the `#private` members of a class on an object. */
export function markInstance(object: object, fn: object): void {
  if (isBaseClass(fn)) {
    if (marked.has(object)) return;
    throw damagedCapsule('a private instance was not made by its class');
  }
  const parent: unknown = Object.getPrototypeOf(fn);
  const giveObject = new Proxy(class {}, { construct: () => object });
  Object.setPrototypeOf(fn, giveObject);
  try {
    construct(fn);
  } finally {
    Object.setPrototypeOf(fn, typeof parent === 'function' ? parent : null);
  }
}

/** Sets one `#private` field, as the class itself would. */
export function setPrivateField(fn: object, object: object, name: string, value: unknown): void {
  const setters = guards.get(fn)?.setters;
  if (setters === undefined) {
    setByInspector(fn, object, name, value);
    return;
  }
  const setter = Object.hasOwn(setters, name) ? setters[name] : undefined;
  if (setter === undefined) throw damagedCapsule(`a class has no field ${name}`);
  setter(object, value);
}

function setByInspector(fn: object, object: object, name: string, value: unknown): void {
  try {
    inspector().setPrivateField(object, name, value);
  } catch (cause) {
    throw cannotBeMade(
      fn,
      `.${name}`,
      `an instance whose private field ${name} cannot be set from outside`,
      cause,
    );
  }
}

/** The error for an instance of a class of the program that another process made, and that cannot be made here. */
function cannotBeMade(fn: object, step: string, what: string, cause: unknown): ClosureError {
  return new ClosureError({
    code: 'LITHOPS_VALUE',
    path: `the result → ${Reflect.get(fn, 'name')}${step}`,
    what,
    fix: 'Return the data that the instance is made from.',
    cause,
  });
}

function isBaseClass(fn: object): boolean {
  return !/^class(?:\s+[^\s{]+)?\s+extends\b/.test(Function.prototype.toString.call(fn));
}

/**
 * Lets a class put its members on an object. A loaded class has a guard; the user's own has none, so that its
 * constructor runs on stand-ins, and only up to the first use of the object that it makes.
 */
function construct(fn: object): object {
  const guard = guards.get(fn);
  if (guard === undefined) return constructUnguarded(asConstructor(fn));
  return guard.revive(() => Reflect.construct(asConstructor(fn), argumentsFor(fn)));
}

function constructUnguarded(fn: Constructor): object {
  let leaked: object | undefined;
  const stop = (receiver: object): never => {
    leaked = receiver;
    throw stopped;
  };
  const watched = new Proxy(Object.create(null), {
    get: (_target, _key, receiver) => stop(receiver),
    set: (_target, _key, _value, receiver) => stop(receiver),
    has: () => false,
  });
  // A bound function can be constructed and has no `prototype` of its own yet.
  const newTarget: Constructor = Function.prototype.bind.call(class {}, undefined);
  Reflect.set(newTarget, 'prototype', watched);
  try {
    return Reflect.construct(fn, argumentsFor(fn), newTarget);
  } catch (error) {
    if (leaked === undefined) return stopAtError(fn, newTarget, watched, error);
    return leaked;
  }
}

/** The constructor refuses its stand-ins: what it had made by then is what was wanted. */
function stopAtError(fn: Constructor, newTarget: Constructor, prototype: object, cause: unknown): object {
  const made = inspector().objectBeingMade(prototype, () => {
    Reflect.construct(fn, argumentsFor(fn), newTarget);
  });
  if (typeof made === 'object' && made !== null) return made;
  throw cannotBeMade(
    fn,
    '',
    'an instance of a class whose constructor fails before it has set its private fields',
    cause,
  );
}

const stopped = new Error('The constructor is not to be run to its end');

function argumentsFor(fn: object): unknown[] {
  return new Array(8).fill(standIn(fn));
}

function asConstructor(fn: object): Constructor {
  if (typeof fn === 'function') return fn as Constructor;
  throw damagedCapsule('a class is none');
}
