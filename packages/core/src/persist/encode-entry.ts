import type { CodeSpace } from '@lithops/closure';
import { LithopsError } from '../errors/index.js';
import type { InputEntry } from '../job/input.js';
import type { JobAddress } from '../storage/key-layout.js';
import { jobCodeKey } from '../storage/persisted-keys.js';
import { messageOf } from '../util/thrown.js';
import type { CodeReference } from '../wire/index.js';
import type { StoredItem } from './segment.js';

/** An entry of the input as it is stored, and as it is sent. */
export interface EncodedEntry {
  readonly stored: StoredItem;
  readonly entry: InputEntry;
  /** Code that the item needs besides the job's own. */
  readonly code: readonly CodeReference[];
}

/** An item that cannot travel becomes the failure of its call. */
export function encodeEntry(code: CodeSpace, entry: InputEntry): EncodedEntry {
  const { index } = entry;
  if ('failure' in entry) return encodeFailure(code, index, entry.failure);
  if ('encoded' in entry) {
    const { encoded, code: needed = [] } = entry;
    return { stored: toStored(index, encoded, needed), entry, code: needed };
  }
  const { bytes, capsules, failures } = code.encode([entry.item], { path: () => 'item' });
  const failure = failures.get(0);
  if (failure !== undefined) return encodeFailure(code, index, failure);
  const source = { item: entry.item };
  return {
    stored: toStored(index, bytes, capsules),
    entry: { index, encoded: bytes, code: capsules, source },
    code: capsules,
  };
}

function toStored(index: number, bytes: Uint8Array<ArrayBuffer>, code: readonly CodeReference[]): StoredItem {
  return { index, kind: 'item', bytes, code: code.map(({ hash }) => hash) };
}

function encodeFailure(code: CodeSpace, index: number, failure: unknown): EncodedEntry {
  const { bytes } = encodeReason(code, failure);
  return { stored: { index, kind: 'failure', bytes, code: [] }, entry: { index, failure }, code: [] };
}

/** Why something failed, as a value; what of it cannot be stored leaves its message. */
export function encodeReason(code: CodeSpace, reason: unknown): { readonly bytes: Uint8Array<ArrayBuffer> } {
  const whole = code.encode([reason]);
  if (whole.failures.size === 0 && whole.capsules.length === 0) return whole;
  return code.encode([
    new LithopsError({ code: 'LITHOPS_UNSERIALIZABLE_ERROR', message: messageOf(reason) }),
  ]);
}

/** A stored item as an entry of a job that is continued. */
export function decodeEntry(code: CodeSpace, job: JobAddress, stored: StoredItem): InputEntry {
  const { index, kind, bytes } = stored;
  if (kind === 'failure') return { index, failure: decodeReason(code, bytes) };
  return {
    index,
    encoded: bytes,
    code: stored.code.map((hash) => ({ hash, key: jobCodeKey(job, hash) })),
    source: {
      get item() {
        return decodeItem(code, bytes);
      },
    },
  };
}

function decodeItem(code: CodeSpace, bytes: Uint8Array<ArrayBuffer>): unknown {
  try {
    return code.decode(bytes)[0];
  } catch {
    return undefined; // of a class that only the program had that began the job: its calls run all the same
  }
}

export function decodeReason(code: CodeSpace, bytes: Uint8Array<ArrayBuffer>): unknown {
  try {
    return code.decode(bytes)[0];
  } catch (cause) {
    const message = `What the call failed with cannot be read here: ${messageOf(cause)}`;
    return new LithopsError({ code: 'LITHOPS_UNSERIALIZABLE_ERROR', message, cause });
  }
}
