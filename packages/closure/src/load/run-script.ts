import { constants, isContext, Script } from 'node:vm';
import type { ScriptRuntime } from './runtime.js';

const prefix = 'lithops-capsule:';

/** What the frames of a capsule's functions are called in stack traces. */
export function scriptName(hash: string): string {
  return prefix + hash;
}

/** Evaluates a generated script, which registers its scopes and functions with `runtime`. */
export function runScript(text: string, hash: string, runtime: ScriptRuntime): void {
  const script = new Script(text, {
    filename: scriptName(hash),
    importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const program: unknown = isContext(globalThis)
    ? script.runInContext(globalThis)
    : script.runInThisContext();
  if (typeof program !== 'function') throw new TypeError('A generated script gave no function');
  program(runtime);
}
