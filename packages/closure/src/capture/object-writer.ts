import { types } from 'node:util';
import type { AnyFunction, CodeRecord, PrivatesRecord } from '../code-space/records.js';
import { type NodeRef, type Path, propertyPath, textPath, type ValueWriter } from '../values/index.js';
import { type ClassChain, ClassChains } from './class-chains.js';
import { inspector, type PrivateField } from './inspector.js';
import { classOfPrototype, type MarkingClass } from './marking-classes.js';
import { nativePath } from './natives.js';
import { insteadOfShipping, refuse } from './refusals.js';
import type { ScriptOrigin } from './script-origin.js';

/** Whether an object is the `prototype` of a function, so that it travels with it. */
export function isPrototypeObject(value: object): boolean {
  return classOfPrototype(value) !== undefined;
}

/** What is known of classes. */
export interface ClassFacts {
  /** Whose a class is: the program's own, a package's, Node.js's. */
  kindOf(fn: AnyFunction): ScriptOrigin['kind'];
  /** Whether the other side has the class as its program made it, so that only the inspector sets private fields there. */
  isOriginalThere?(fn: AnyFunction): boolean;
}

/** Writes objects that have a prototype of their own: instances of classes, and the prototypes themselves. */
export class ObjectWriter {
  readonly #facts: ClassFacts;
  readonly #chains = new ClassChains();

  constructor(facts: ClassFacts) {
    this.#facts = facts;
  }

  write(value: object, path: Path, writer: ValueWriter): CodeRecord | undefined {
    const owner = classOfPrototype(value);
    if (owner !== undefined) return { code: 'prototype', of: writer.write(owner, path) };
    if (types.isProxy(value) || types.isModuleNamespaceObject(value)) return undefined;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (typeof prototype !== 'object' || prototype === null || nativePath(prototype) !== undefined) {
      return undefined;
    }
    const chain = this.#chains.of(value);
    const [nearest] = chain.classes;
    const instead: unknown = Reflect.get(value, insteadOfShipping);
    if (typeof instead === 'string') {
      throw refuse(path, `an instance of ${nearest?.name ?? 'a class'}, which stays in its process`, instead);
    }
    if (nearest !== undefined && this.#facts.kindOf(nearest) === 'builtin') {
      throw cannotCopy(path, `an instance of ${nearest.name} of Node.js`);
    }
    return {
      code: 'instance',
      prototype: writer.write(prototype, textPath(path, ' → its class')),
      privates: this.#writePrivates(value, chain, path, writer),
      body: writer.writeBody(value, path),
    };
  }

  /** The `#private` fields of an instance, by the class that put them there, from the uppermost class down. */
  #writePrivates(value: object, chain: ClassChain, path: Path, writer: ValueWriter): PrivatesRecord[] {
    const { classes } = chain;
    const foreign = classes.find((fn) => this.#facts.kindOf(fn) !== 'own');
    const marking = chain.marking.filter(
      ({ fn }) => classes.includes(fn) && this.#facts.kindOf(fn) === 'own',
    );
    if (marking.length === 0 && foreign === undefined) return [];
    if (marking.some(({ fn }) => this.#facts.isOriginalThere?.(fn))) refuseSameNames(marking, path);
    const remaining = inspector().privateFields(value);
    const records = marking.map(({ fn, fields }) => ({
      owner: writer.write(fn, textPath(path, ' → its class')),
      fields: [...fields].flatMap((name) => takeField(remaining, name, path, writer)),
    }));
    if (remaining.length === 0) return records;
    throw cannotCopy(
      path,
      `an instance of ${foreign?.name ?? 'a class'}, which keeps private state (${remaining[0]?.name})`,
    );
  }
}

/** The inspector sets a private field by its name alone, which must be the only one of the object. */
function refuseSameNames(marking: readonly MarkingClass[], path: Path): void {
  const owners = new Map<string, AnyFunction>();
  for (const { fn, names } of marking) {
    for (const name of names) {
      const other = owners.get(name);
      owners.set(name, fn);
      if (other === undefined) continue;
      throw refuse(
        textPath(path, `.${name}`),
        `an instance of ${fn.name}, where both ${other.name} and ${fn.name} have a private member ${name}, on its way back to their program`,
        'Give one of them another name, or return the data that the instance is made from.',
      );
    }
  }
}

function cannotCopy(path: Path, what: string) {
  return refuse(path, what, 'Create it inside the function, or pass the options that it is made from.');
}

function takeField(
  remaining: PrivateField[],
  name: string,
  path: Path,
  writer: ValueWriter,
): [string, NodeRef][] {
  const index = remaining.findIndex((field) => field.name === name);
  const [field] = index < 0 ? [] : remaining.splice(index, 1);
  return field === undefined ? [] : [[name, writer.write(field.value, propertyAt(path, name))]];
}

function propertyAt(path: Path, name: string): Path {
  return name.startsWith('#') ? textPath(path, `.${name}`) : propertyPath(path, name);
}
