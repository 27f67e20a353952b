import type { AnyFunction, CodeSpace } from '@lithops/closure';
import { invalidArgument } from '../errors/invalid-argument.js';
import { LithopsError } from '../errors/lithops-error.js';
import { isObjectSource, type NamedObject, type ObjectSource } from '../objects/index.js';
import { entriesOf } from '../objects/object-source.js';
import type { CodeReference, ContinuationWork } from '../wire/index.js';

const brand = Symbol.for('lithops.continuation');
const handOver = Symbol.for('lithops.hand-over');

export type ContinuationMethod = ContinuationWork['method'];
export type ContinuationInput = Iterable<unknown> | AsyncIterable<unknown>;

/** Nested work as `ctx.map` and friends describe it: no `then`, so that an `async` function can return it. */
export interface ContinuationRequest {
  readonly [brand]: true;
  readonly jobId: string;
  readonly method: ContinuationMethod;
  readonly functions: readonly EncodedFunction[];
  readonly input: ContinuationInput;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A function as a value of the job's codec, as it was when the work was described. */
interface EncodedFunction {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly code: readonly CodeReference[];
}

/** What is to be run, before it is encoded. */
export interface ContinuationCall {
  readonly jobId: string;
  readonly method: ContinuationMethod;
  readonly functions: readonly AnyFunction[];
  readonly input: ContinuationInput;
  readonly options: object | undefined;
}

/** A future of an executor inside a call, before any of its work was sent: it can be handed over instead of awaited. */
export interface HandOver {
  [handOver](): ContinuationCall | undefined;
}

export const handOverMethod: typeof handOver = handOver;

/** @throws {ClosureError} when a function cannot travel. */
export function requestContinuation(code: CodeSpace, call: ContinuationCall): ContinuationRequest {
  const { jobId, method, input, options = {} } = call;
  const functions = call.functions.map((fn) => encodeFunction(code, method, fn));
  return { [brand]: true, jobId, method, functions, input, options: { ...options } };
}

function encodeFunction(code: CodeSpace, method: ContinuationMethod, fn: AnyFunction): EncodedFunction {
  if (typeof fn !== 'function') throw invalidArgument(`the function of ctx.${method}`, 'a function', fn);
  const { bytes, capsules, failures } = code.encode([fn], { path: () => fn.name || 'the function' });
  for (const failure of failures.values()) throw failure;
  return { bytes, code: capsules.map(({ hash, bytes }) => ({ hash, bytes })) };
}

/** What a function returned, if it is work handed over rather than a result. */
export function asContinuation(value: unknown, code: CodeSpace): ContinuationRequest | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isRequest(value)) return value;
  const call = isHandOver(value) ? value[handOver]() : undefined;
  return call === undefined ? undefined : requestContinuation(code, call);
}

function isRequest(value: object): value is ContinuationRequest {
  return brand in value;
}

function isHandOver(value: object): value is HandOver {
  return handOver in value && typeof value[handOver] === 'function';
}

/**
 * Reads the input to its end and encodes it item by item, so that the client can chunk it. Of objects their names: the
 * client finds what they stand for.
 */
export async function encodeContinuation(
  request: ContinuationRequest,
  code: CodeSpace,
): Promise<ContinuationWork> {
  const items: Uint8Array<ArrayBuffer>[] = [];
  const needed = new Map(request.functions.flatMap((fn) => fn.code).map((part) => [part.hash, part]));
  const areObjectNames = isObjectSource(request.input);
  for await (const item of areObjectNames ? namesOf(request.input) : request.input) {
    const { bytes, capsules, failures } = code.encode([item], { path: () => 'item' });
    for (const failure of failures.values()) throw failure;
    if (areObjectNames && capsules.length > 0) throw codeInName();
    for (const { hash, bytes: codeBytes } of capsules) needed.set(hash, { hash, bytes: codeBytes });
    items.push(bytes);
  }
  const { method, options } = request;
  return {
    method,
    functions: request.functions.map(({ bytes }) => bytes),
    code: [...needed.values()],
    items,
    areObjectNames,
    options,
  };
}

/** A URL is no value that travels. */
async function* namesOf(source: ObjectSource<unknown>): AsyncGenerator<NamedObject<unknown>> {
  for await (const { name, data } of entriesOf(source))
    yield { name: name instanceof URL ? name.href : name, data };
}

function codeInName(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_CODE_IN_RESULT',
    message:
      'Expected objects with data that the client may read, got a function or class that was made in the worker. ' +
      'Give data, or define it in the program that calls map.',
  });
}
