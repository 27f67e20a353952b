import { damagedCapsule } from './damaged-capsule.js';
import { guardClass, type PrivateSetters } from './private-state.js';

/** Sets a variable of a scope. */
type ScopeSetter = (variable: number, value: unknown) => void;

/**
 * What a generated script talks to: it hands over its scopes and the makers of its functions, and asks for what was
 * taken out of the texts. Member names are short words because they stand within the user's own lines.
 */
export class ScriptRuntime {
  /** True while an instance is made without running its class's code. */
  reviving = false;
  /** Stands for a superclass until the real one is set. */
  readonly base = class {};
  readonly #scopes = new Map<number, ScopeSetter>();
  readonly #makers = new Map<number, () => unknown>();
  readonly #made = new Map<number, object>();
  /** Gives what loads a module by its reference. */
  loaders: (index: number) => unknown = () => undefined;
  /** Gives the computed member names of the class in a slot. */
  computedKeys: (slot: number, index: number) => unknown = () => undefined;

  scope(id: number, setter: ScopeSetter): void {
    this.#scopes.set(id, setter);
  }

  slot(index: number, maker: () => unknown): void {
    this.#makers.set(index, maker);
  }

  key(slot: number, index: number): unknown {
    return this.computedKeys(slot, index);
  }

  privates(fn: object, setters: PrivateSetters): void {
    guardClass(fn, { setters, revive: (action) => this.#revive(action) });
  }

  #revive<T>(action: () => T): T {
    this.reviving = true;
    try {
      return action();
    } finally {
      this.reviving = false;
    }
  }

  /** A module that the text loads by `import()` or `require`. */
  load(index: number): unknown {
    const loader = this.loaders(index);
    if (typeof loader !== 'function') throw damagedCapsule(`it has no module ${index}`);
    return loader();
  }

  /** The one method of an object literal. */
  method(holder: object): unknown {
    const [key = ''] = Reflect.ownKeys(holder);
    const { value, get, set } = Object.getOwnPropertyDescriptor(holder, key) ?? {};
    const fn: unknown = value ?? get ?? set;
    if (typeof fn === 'function') this.#holders.set(fn, holder);
    return fn;
  }

  readonly #holders = new WeakMap<object, object>();

  /** The object literal that a method was made in: its prototype is where `super` looks. */
  holderOf(fn: object): object | undefined {
    return this.#holders.get(fn);
  }

  /** The function of a slot; made when it is first asked for. */
  function(index: number): object {
    const known = this.#made.get(index);
    if (known !== undefined) return known;
    const made = this.#makers.get(index)?.();
    if (typeof made !== 'function') throw damagedCapsule(`it has no function ${index}`);
    this.#made.set(index, made);
    return made;
  }

  bind(scope: number, variable: number, value: unknown): void {
    const setter = this.#scopes.get(scope);
    if (setter === undefined) throw damagedCapsule(`it has no scope ${scope}`);
    setter(variable, value);
  }
}
