import type { PackageReference } from '../bundle/index.js';
import { loadedCode } from '../code-space/loaded-code.js';
import type { Edit } from '../code-space/records.js';
import { runtimeName } from '../load/generate-script.js';
import { classifySpecifier } from '../modules/index.js';
import { type Path, renderPath, textPath } from '../values/index.js';
import type { CodeTable } from './code-table.js';
import type { FreeVariable, LiteralCall } from './free-variables.js';
import { refuse } from './refusals.js';
import { fileOfUrl } from './script-origin.js';
import { scriptUrl } from './scripts.js';
import type { FunctionSource } from './source-text.js';

/** A function whose text loads modules while it runs. */
export interface Loading {
  readonly fn: object;
  readonly source: FunctionSource;
  readonly scriptId: string | undefined;
  readonly edits: Edit[];
  readonly moduleCalls: Record<string, number>;
  readonly path: Path;
}

type CallKind = 'import' | 'require';

/** What loaders call the function that stands for `import()`. */
export function isDynamicImport(name: string): boolean {
  return /^__vi(te)?_ssr_dynamic_import__$/.test(name);
}

/** Whether a value is a `require` function: of a CommonJS module, made by `createRequire`, or Jest's, which has no name. */
export function isRequire(value: unknown): boolean {
  if (typeof value !== 'function' || !('resolve' in value) || !('cache' in value)) return false;
  return 'extensions' in value || /require/i.test(value.name);
}

/** Has modules that a text loads by `import('x')` or `require('x')` go along by reference, loaded when asked for. */
export function redirectCalls(
  loading: Loading,
  kind: CallKind,
  calls: readonly LiteralCall[],
  table: CodeTable,
): void {
  for (const call of calls) {
    const { offset } = loading.source;
    const index = referenceFor(loading, kind, call.argument, table);
    loading.edits.push([call.start - offset, call.end - offset, `${runtimeName}.load(${index})`]);
  }
}

function referenceFor(loading: Loading, kind: CallKind, specifier: string, table: CodeTable): number {
  const name = `${kind} ${specifier}`;
  const known = loading.moduleCalls[name];
  if (known !== undefined) return known;
  const index =
    loadedReferenceFor(loading, name, table) ??
    table.addReference(undefined, newReference(loading, kind, specifier));
  loading.moduleCalls[name] = index;
  return index;
}

/** Code that a capsule brought keeps the modules that came with it. */
function loadedReferenceFor({ fn }: Loading, name: string, table: CodeTable): number | undefined {
  const code = loadedCode(fn);
  const index = code?.slot.moduleCalls[name];
  const reference = index === undefined ? undefined : code?.references[index];
  return reference && table.addLoaded(undefined, { bundle: reference.bundle, key: reference.key });
}

function newReference({ scriptId, path }: Loading, kind: CallKind, specifier: string): PackageReference {
  const at = textPath(path, ` → ${kind}('${specifier}')`);
  const from = scriptId === undefined ? undefined : fileOfUrl(scriptUrl(scriptId));
  if (from === undefined) {
    throw refuse(at, 'a module loaded by code that belongs to no file', 'Import it at the top of a file.');
  }
  const { kind: target, specifier: resolved } = classifySpecifier(specifier, from);
  return {
    specifier: target === 'own' || target === 'json' ? specifier : resolved,
    imported: '*',
    interop: kind === 'import' ? 'esm' : 'require',
    members: [],
    from,
    lazy: true,
    path: renderPath(at),
  };
}

/** `require` of a name that only the run knows would not find the user's files in a worker. */
export function refuseOtherUses({ name }: FreeVariable, path: Path): never {
  throw refuse(
    path,
    `\`${name}\` used in another way than to load a module by its literal name`,
    "Write `require('name')` with the name itself, or load the module outside and use what it gives.",
  );
}
