import { types } from 'node:util';
import { loadedCode } from '../code-space/loaded-code.js';
import type { FreeVariables } from './free-variables.js';
import type { FunctionFacts } from './inspector.js';
import { scriptOf } from './scripts.js';
import type { FunctionSource } from './source-text.js';
import { strictnessMatters } from './strictness-matters.js';

/** Whether a function runs in strict mode, as far as that makes a difference: its text alone does not tell. */
export function isStrict(
  fn: object,
  source: FunctionSource,
  facts: FunctionFacts,
  { variables }: FreeVariables,
): boolean {
  const loaded = loadedCode(fn);
  if (loaded !== undefined) return loaded.slot.strict;
  if (facts.scopes.some((scope) => scope.description === 'Module')) return true;
  const { node } = source;
  const isPlain = node.type === 'FunctionExpression' && source.form === 'expression';
  // V8 gives these two to sloppy plain functions only.
  if (isPlain && !types.isAsyncFunction(fn) && !types.isGeneratorFunction(fn)) {
    return !Object.hasOwn(fn, 'arguments') || !Object.hasOwn(fn, 'caller');
  }
  if (!strictnessMatters(source, new Set(variables.map(({ name }) => name)))) return true;
  return facts.location !== undefined && isStrictScript(facts.location.scriptId);
}

const strictScripts = new Map<string, boolean>();

/** Whether a script begins with `'use strict'`, maybe within the one function that a loader puts around a module. */
function isStrictScript(scriptId: string): boolean {
  const known = strictScripts.get(scriptId);
  if (known !== undefined) return known;
  const start =
    /^(?:#![^\n]*\n)?(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/|[(;])*(?:(?:async\s*)?(?:function\s*\w*\s*)?\([^)]*\)\s*(?:=>)?\s*\{\s*)?(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*['"]use strict['"]/;
  const isStrictHere = start.test(scriptOf(scriptId).source);
  strictScripts.set(scriptId, isStrictHere);
  return isStrictHere;
}
