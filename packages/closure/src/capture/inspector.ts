import { type Runtime, Session } from 'node:inspector';
import {
  callFramesOf,
  type FunctionLocation,
  handleOf,
  type Internals,
  idOf,
  listOf,
  locationOf,
  type Properties,
  remote,
  scopeEntry,
} from './remote-objects.js';

export type { FunctionLocation } from './remote-objects.js';

/** One scope of a function's chain, as a snapshot of its variables. */
export interface Scope {
  /** V8's words: `Module`, `Closure (outer)`, `Block (outer)`, `Global` … */
  readonly description: string;
  readonly variables: object;
}

/** A bound function's parts. */
export interface BoundParts {
  readonly target: unknown;
  readonly thisValue: unknown;
  readonly boundArguments: readonly unknown[];
}

export interface FunctionFacts {
  readonly location: FunctionLocation | undefined;
  /** From the innermost to the outermost, without the global scope. */
  readonly scopes: readonly Scope[];
  readonly bound: BoundParts | undefined;
}

/** A `#private` field with its value. */
export interface PrivateField {
  readonly name: string;
  readonly value: unknown;
}

/** The way for live values between this code and the inspector's own context. */
interface Exchange {
  value: unknown;
  out: unknown;
}

const group = 'lithops.closure';
const MOST_UNRELEASED = 32;
const exchangeKey = Symbol.for('lithops.closure.exchange');
const findExchange =
  "process.getBuiltinModule('node:inspector').Session.prototype[Symbol.for('lithops.closure.exchange')]";

/**
 * Reads from live functions and objects what the language keeps hidden, through V8's inspector in this process.
 *
 * The session stays connected; every remote object belongs to one group, which {@link Inspector.release} empties.
 * Values cross over through an object that both sides hold, so no global variable is touched and it makes no
 * difference in which `vm` context the program runs.
 */
export class Inspector {
  readonly #session = new Session();
  readonly #exchange: Exchange = { value: undefined, out: undefined };
  readonly #exchangeId: string;
  #isUsed = false;
  /** Releases of which the engine was not told yet: it holds what was looked at until then. */
  #unreleased = 0;
  /** The debugger stays on until the release: to turn it on costs milliseconds. */
  #isDebugging = false;
  readonly #facts = new Map<object, FunctionFacts>();

  constructor() {
    this.#session.connect();
    Reflect.set(Session.prototype, exchangeKey, this.#exchange);
    try {
      const { result } = this.post<Runtime.EvaluateReturnType>('Runtime.evaluate', {
        expression: findExchange,
      });
      this.#exchangeId = idOf(result);
    } finally {
      Reflect.deleteProperty(Session.prototype, exchangeKey);
    }
  }

  /** Location and scopes of a function, or the parts of a bound one; as they were when it was first asked since the last release. */
  inspectFunction(fn: object): FunctionFacts {
    const known = this.#facts.get(fn);
    if (known !== undefined) return known;
    const facts = this.#inspectAnew(fn);
    this.#facts.set(fn, facts);
    return facts;
  }

  #inspectAnew(fn: object): FunctionFacts {
    const internals = this.#properties(fn).internalProperties ?? [];
    const target = remote(internals, '[[TargetFunction]]');
    if (target !== undefined) return { location: undefined, scopes: [], bound: this.#boundParts(internals) };
    const scopes = remote(internals, '[[Scopes]]');
    return {
      location: locationOf(internals),
      scopes: scopes === undefined ? [] : this.#scopes(idOf(scopes)),
      bound: undefined,
    };
  }

  /** The `#private` fields of an object (or of a class itself) with their live values; methods and accessors left out. */
  privateFields(value: object): PrivateField[] {
    const fields = (this.#properties(value).privateProperties ?? []).filter(
      (entry) => entry.value !== undefined,
    );
    const values = this.#live(fields.map((entry) => entry.value));
    return fields.map((entry, index) => ({ name: entry.name, value: values[index] }));
  }

  /** Sets a `#private` field as if from within its class; in the engine's console mode that is allowed. */
  setPrivateField(object: object, name: string, value: unknown): void {
    if (!/^#[\p{ID_Continue}$\u200c\u200d]+$/u.test(name))
      throw new TypeError(`${name} is no name of a private field`);
    this.#exchange.value = object;
    this.#exchange.out = value;
    Reflect.set(Session.prototype, exchangeKey, this.#exchange);
    try {
      // The answer of this mode comes later; its effect is there at once.
      const at = `(${findExchange})`;
      const expression = `${at}.value.${name} = ${at}.out, ${at}.value = true`;
      this.#session.post('Runtime.evaluate', { expression, replMode: true, silent: true });
      if (this.#exchange.value !== true) throw new TypeError(`The private field ${name} cannot be set here`);
    } finally {
      Reflect.deleteProperty(Session.prototype, exchangeKey);
      this.#exchange.value = undefined;
      this.#exchange.out = undefined;
    }
  }

  /**
   * Runs a constructor that throws, and gives the object that it was making: the engine stops where the error is
   * thrown, and there `this` can be read.
   *
   * @param prototype of that object
   */
  objectBeingMade(prototype: object, construct: () => void): unknown {
    this.#exchange.value = prototype;
    this.#exchange.out = undefined;
    Reflect.set(Session.prototype, exchangeKey, this.#exchange);
    const off = this.onEvent('Debugger.paused', (message) => this.#keepThis(message));
    try {
      if (!this.#isDebugging) this.post('Debugger.enable');
      this.#isDebugging = true;
      this.#isUsed = true;
      this.post('Debugger.setPauseOnExceptions', { state: 'all' });
      construct();
      return undefined;
    } catch (error) {
      if (this.#exchange.out === undefined) throw error;
      return this.#exchange.out;
    } finally {
      this.post('Debugger.setPauseOnExceptions', { state: 'none' });
      off();
      Reflect.deleteProperty(Session.prototype, exchangeKey);
      this.#exchange.value = undefined;
      this.#exchange.out = undefined;
    }
  }

  #keepThis(message: unknown): void {
    for (const callFrameId of callFramesOf(message)) {
      const at = `(${findExchange})`;
      const expression = `Object.getPrototypeOf(Object(this)) === ${at}.value && (${at}.out = this, true)`;
      const { result } = this.post<Runtime.EvaluateReturnType>('Debugger.evaluateOnCallFrame', {
        callFrameId,
        expression,
        silent: true,
      });
      if (result.value === true) return;
    }
  }

  /** Lets go of every object that was looked at. */
  release(): void {
    if (!this.#isUsed) return;
    this.#isUsed = false;
    this.#facts.clear();
    if (this.#isDebugging) this.post('Debugger.disable');
    this.#isDebugging = false;
    this.#exchange.value = undefined;
    this.#exchange.out = undefined;
    this.#releaseHandles();
  }

  /** Programs capture functions in loops: the engine is told once for many, and soon in any case. */
  #releaseHandles(): void {
    this.#unreleased++;
    if (this.#unreleased === 1) setImmediate(() => this.#releaseNow()).unref();
    if (this.#unreleased >= MOST_UNRELEASED) this.#releaseNow();
  }

  #releaseNow(): void {
    if (this.#unreleased === 0) return;
    this.#unreleased = 0;
    this.post('Runtime.releaseObjectGroup', { objectGroup: group });
  }

  onEvent(method: string, listener: (message: unknown) => void): () => void {
    this.#session.on(method, listener);
    return () => this.#session.off(method, listener);
  }

  post<R>(method: string, parameters?: object): R {
    let failure: Error | null = null;
    let reply: R | undefined;
    this.#session.post(method, parameters, (error, result) => {
      failure = error;
      reply = result as R;
    });
    if (failure !== null) throw failure;
    if (reply === undefined) throw new Error(`The inspector gave no answer to ${method}`);
    return reply;
  }

  #properties(value: object): Properties {
    this.#isUsed = true;
    this.#exchange.value = value;
    const { result } = this.#call(this.#exchangeId, 'function () { return this.value; }');
    return this.post<Properties>('Runtime.getProperties', {
      objectId: idOf(result),
      ownProperties: true,
    });
  }

  #scopes(scopesId: string): Scope[] {
    this.#call(scopesId, 'function (exchange) { exchange.out = this; }', [{ objectId: this.#exchangeId }]);
    return Array.from(listOf(this.#exchange.out), (entry) => {
      const { description, object } = scopeEntry(entry);
      return { description, variables: object };
    }).filter((scope) => scope.description !== 'Global');
  }

  #boundParts(internals: Internals): BoundParts {
    const [target, thisValue, list] = this.#live([
      remote(internals, '[[TargetFunction]]'),
      remote(internals, '[[BoundThis]]'),
      remote(internals, '[[BoundArgs]]'),
    ]);
    return { target, thisValue, boundArguments: Array.from(listOf(list)) };
  }

  /** Remote objects → the values that they stand for. */
  #live(values: readonly (Runtime.RemoteObject | undefined)[]): readonly unknown[] {
    const handles = values.map((value) => handleOf(value));
    this.#call(this.#exchangeId, 'function (...values) { this.out = values; }', handles);
    return Array.from(listOf(this.#exchange.out));
  }

  #call(objectId: string, functionDeclaration: string, args: readonly Runtime.CallArgument[] = []) {
    return this.post<Runtime.CallFunctionOnReturnType>('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration,
      arguments: args,
      objectGroup: group,
      silent: true,
    });
  }
}

let shared: Inspector | undefined;

/** The one inspector session of this process (or worker thread). */
export function inspector(): Inspector {
  shared ??= new Inspector();
  return shared;
}

/** Lets go of what the inspector looked at, if anybody asked it. */
export function releaseInspector(): void {
  shared?.release();
}
