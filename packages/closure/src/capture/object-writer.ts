import { types } from 'node:util';
import type { CodeRecord, PrivatesRecord } from '../code-space/records.js';
import { type NodeRef, type Path, propertyPath, textPath, type ValueWriter } from '../values/index.js';
import { inspector, type PrivateField } from './inspector.js';
import { classOfPrototype, markingClasses } from './marking-classes.js';
import { nativePath } from './natives.js';
import { refuse } from './refusals.js';

/** Whether an object is the `prototype` of a function, so that it travels with it. */
export function isPrototypeObject(value: object): boolean {
  return classOfPrototype(value) !== undefined;
}

/** Writes objects that have a prototype of their own: instances of classes, and the prototypes themselves. */
export function writeObject(value: object, path: Path, writer: ValueWriter): CodeRecord | undefined {
  const owner = classOfPrototype(value);
  if (owner !== undefined) return { code: 'prototype', of: writer.write(owner, path) };
  if (types.isProxy(value) || types.isModuleNamespaceObject(value)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null || nativePath(prototype) !== undefined)
    return undefined;
  return {
    code: 'instance',
    prototype: writer.write(prototype, textPath(path, ' → its class')),
    privates: writePrivates(value, path, writer),
    body: writer.writeBody(value, path),
  };
}

/** The `#private` fields of an instance, by the class that put them there, from the uppermost class down. */
function writePrivates(value: object, path: Path, writer: ValueWriter): PrivatesRecord[] {
  const marking = markingClasses(value);
  const remaining = inspector().privateFields(value);
  const records = marking.map(({ fn, fields }) => ({
    owner: writer.write(fn, textPath(path, ' → its class')),
    fields: [...fields].flatMap((name) => takeField(remaining, name, path, writer)),
  }));
  const [foreign] = remaining;
  if (foreign !== undefined) {
    throw refuse(
      propertyAt(path, foreign.name),
      `private state of a class that is not the program's own`,
      'Create the object inside the function, or pass the options it is made from.',
    );
  }
  return records;
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
