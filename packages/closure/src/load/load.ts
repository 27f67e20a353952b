import { PackageTable } from '../bundle/index.js';
import type { CapsuleData } from '../capture/capsule.js';
import { rememberLoaded } from '../code-space/loaded-code.js';
import { decodeGraph } from '../values/index.js';
import { damagedCapsule } from './damaged-capsule.js';
import { generateScript } from './generate-script.js';
import { openCapsule } from './payload.js';
import { ReviveKinds } from './revive.js';
import { runScript } from './run-script.js';
import { ScriptRuntime } from './runtime.js';

export interface LoadOptions {
  /** Answers for modules that the worker has itself (`@lithops/*`). Default: as `import` finds them. */
  readonly resolveModule?: ((specifier: string) => unknown) | undefined;
}

/** A capsule's code, alive. */
export interface LoadedCapsule {
  readonly hash: string;
  readonly root: unknown;
  /** The functions, classes and package exports, by their index in the capsule. */
  readonly live: readonly unknown[];
}

/**
 * The function of a capsule, with all that it closed over. What two capsules hold in common is not shared between them.
 *
 * @throws ClosureError `LITHOPS_CAPSULE_MISMATCH` when the bytes are not those that the hash names: nothing is run.
 */
export async function load<F>(capsule: CapsuleData, options: LoadOptions = {}): Promise<F> {
  const { root } = await loadCapsule(capsule, options);
  return root as F;
}

/**
 * All that a capsule holds.
 *
 * @param known what other capsules of the job hold
 */
export async function loadCapsule(
  capsule: CapsuleData,
  options: LoadOptions = {},
  known: (hash: string, index: number) => unknown = () => undefined,
): Promise<LoadedCapsule> {
  const { hash } = capsule;
  const payload = openCapsule(capsule);
  const runtime = new ScriptRuntime();
  const { text } = generateScript(payload.scopes, payload.slots);
  runScript(text, hash, runtime);
  const live: unknown[] = [];
  const { packages } = payload;
  const references = packages?.entries ?? [];
  const table = packages && new PackageTable(packages, options);
  for (const [index, { key }] of references.entries()) live[payload.slots.length + index] = table?.get(key);
  const kinds = new ReviveKinds({
    runtime,
    reference: (index) => live[payload.slots.length + index],
    known,
    madeSymbol: (index, symbol) => {
      live[payload.slots.length + references.length + 1 + index] = symbol;
    },
    made: (slot, fn) => {
      live[slot] = fn;
      const record = payload.slots[slot];
      if (record === undefined) throw damagedCapsule(`it has no function ${slot}`);
      rememberLoaded(fn, { capsule: hash, slot: record });
    },
  });
  const [root] = decodeGraph(payload.graph, { foreign: kinds });
  live[payload.slots.length + references.length] = root;
  return { hash, root, live };
}
