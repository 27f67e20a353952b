import type { Runtime } from 'node:inspector';
import { types } from 'node:util';

/** Where V8 says that a function begins; line and column count from 0. */
export interface FunctionLocation {
  readonly scriptId: string;
  readonly line: number;
  readonly column: number;
}

/** What Node's own types leave out. */
export interface Properties extends Runtime.GetPropertiesReturnType {
  readonly privateProperties?: readonly { readonly name: string; readonly value?: Runtime.RemoteObject }[];
}

export type Internals = readonly Runtime.InternalPropertyDescriptor[];

/** Ids of the frames in a `Debugger.paused` event, the innermost first. */
export function callFramesOf(message: unknown): string[] {
  if (typeof message !== 'object' || message === null || !('params' in message)) return [];
  const { params } = message;
  if (typeof params !== 'object' || params === null || !('callFrames' in params)) return [];
  return Array.from(listOf(params.callFrames), (frame) =>
    typeof frame === 'object' && frame !== null && 'callFrameId' in frame ? String(frame.callFrameId) : '',
  );
}

/** A remote value as an argument of a call. */
export function handleOf(value: Runtime.RemoteObject | undefined): Runtime.CallArgument {
  if (value === undefined || value.type === 'undefined') return {};
  if (value.objectId !== undefined) return { objectId: value.objectId };
  if (value.unserializableValue !== undefined) return { unserializableValue: value.unserializableValue };
  return { value: value.value };
}

/** The internal property of this name. */
export function remote(internals: Internals, name: string): Runtime.RemoteObject | undefined {
  return internals.find((entry) => entry.name === name)?.value;
}

/** Handle of a remote object. */
export function idOf(value: Runtime.RemoteObject): string {
  if (value.objectId === undefined) throw new Error('The inspector gave no handle for an object');
  return value.objectId;
}

/** Where V8 says that the function begins. */
export function locationOf(internals: Internals): FunctionLocation | undefined {
  const value: unknown = remote(internals, '[[FunctionLocation]]')?.value;
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('scriptId' in value && 'lineNumber' in value && 'columnNumber' in value)) return undefined;
  return {
    scriptId: String(value.scriptId),
    line: Number(value.lineNumber),
    column: Number(value.columnNumber),
  };
}

/** Array-likes of the inspector have no prototype, and may come from another context. */
export function listOf(value: unknown): ArrayLike<unknown> {
  if (typeof value === 'object' && value !== null && 'length' in value) return value as ArrayLike<unknown>;
  throw new Error('The inspector gave no list');
}

/** Stands for the value of a variable that does not exist yet, where the engine tells. */
export const notInitialised = Symbol('not initialised');

/** One entry of `[[Scopes]]`. */
export function scopeEntry(entry: unknown): { description: string; object: object } {
  if (typeof entry === 'object' && entry !== null && 'description' in entry && 'object' in entry) {
    const { description, object } = entry;
    if (typeof object === 'object' && object !== null)
      // What is global is not looked at: to read all of it has Node.js load what it makes at first touch.
      return {
        description: String(description),
        object: description === 'Global' ? object : readable(object),
      };
  }
  throw new Error('The inspector gave no scope');
}

/** Node.js 20 shows a variable in its dead zone as `undefined`; 24 throws when it is read, and so when all are. */
function readable(scope: object): object {
  try {
    Object.values(scope);
    return scope;
  } catch (error) {
    if (!types.isNativeError(error)) throw error;
    return Object.fromEntries(Object.keys(scope).map((name) => [name, valueIn(scope, name)]));
  }
}

function valueIn(scope: object, name: string): unknown {
  try {
    return Reflect.get(scope, name);
  } catch (error) {
    if (!types.isNativeError(error)) throw error;
    return notInitialised;
  }
}
