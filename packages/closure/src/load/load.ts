import { PackageTable } from '../bundle/index.js';
import type { CapsuleData } from '../capture/capsule.js';
import { type LoadedReference, rememberLoaded, rememberReference } from '../code-space/loaded-code.js';
import type { CapsulePayload } from '../code-space/records.js';
import { decodeGraph } from '../values/index.js';
import { damagedCapsule } from './damaged-capsule.js';
import { generateScript } from './generate-script.js';
import { openCapsule } from './payload.js';
import { ReviveKinds } from './revive.js';
import { runScript } from './run-script.js';
import { ScriptRuntime } from './runtime.js';

/** What a capsule finds where it is loaded. */
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
  const references = openReferences(payload, options);
  for (const [index, { value }] of references.entries()) live[payload.slots.length + index] = value;
  runtime.loaders = (index) => references[index]?.value;
  const waiting: Waiting[] = [];
  const kinds = new ReviveKinds({
    runtime,
    reference: (index) => live[payload.slots.length + index],
    known,
    whenDeclared: (slot, give) => waiting.push([slot, give]),
    madeSymbol: (index, symbol) => {
      live[payload.slots.length + references.length + 1 + index] = symbol;
    },
    made: (slot, fn) => {
      live[slot] = fn;
      const record = payload.slots[slot];
      if (record === undefined) throw damagedCapsule(`it has no function ${slot}`);
      rememberLoaded(fn, { capsule: hash, slot: record, references });
    },
  });
  const [root] = decodeGraph(payload.graph, { foreign: kinds });
  await runDeclarations(payload, runtime, references, waiting);
  live[payload.slots.length + references.length] = root;
  return { hash, root, live };
}

interface OpenReference extends LoadedReference {
  readonly value: unknown;
}

/** The values of all references; packages are loaded here. */
function openReferences({ references, bundles }: CapsulePayload, options: LoadOptions): OpenReference[] {
  const tables = bundles.map((bundle) => ({ bundle, table: new PackageTable(bundle, options) }));
  return references.map(([index, key]) => {
    const open = tables[index];
    if (open === undefined) throw damagedCapsule(`it has no bundle ${index}`);
    const value = open.table.get(key);
    const reference = { bundle: open.bundle, key };
    if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
      rememberReference(value, reference);
    }
    return { ...reference, value };
  });
}

/** Who waits for the value of a declaration. */
type Waiting = readonly [slot: number, give: (value: unknown) => void];

/** Declarations that are run again: in their order, each when what it uses is there. */
async function runDeclarations(
  { declarations }: CapsulePayload,
  runtime: ScriptRuntime,
  references: readonly OpenReference[],
  waiting: readonly Waiting[],
): Promise<void> {
  for (const { imports } of declarations) {
    for (const [scope, variable, index] of imports) runtime.bind(scope, variable, references[index]?.value);
  }
  for (const { targets, slot, isAwaited } of declarations) {
    const declare: unknown = runtime.function(slot);
    if (typeof declare !== 'function') throw damagedCapsule('a declaration is none');
    const made: unknown = declare();
    const value = isAwaited ? await made : made;
    for (const [scope, variable] of targets) runtime.bind(scope, variable, value);
    for (const [waited, give] of waiting) if (waited === slot) give(value);
  }
}
