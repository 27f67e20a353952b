import type { Path } from '../values/index.js';
import type { FreeVariables } from './free-variables.js';
import { refuse } from './refusals.js';
import type { FunctionSource } from './source-text.js';
import { walk } from './syntax-walk.js';

/** Refuses a function that means something of the function, object or class around it that no variable holds. */
export function refuseOuterUses({ outer }: FreeVariables, source: FunctionSource, path: Path): void {
  const fixes = [
    [
      outer.this,
      '`this`',
      'Keep it in a variable (`const self = this`) and use that, or pass `object.method.bind(object)`.',
    ],
    [outer.arguments, '`arguments`', 'Use rest parameters (`...args`) of the enclosing function.'],
    [outer.newTarget, '`new.target`', 'Keep it in a variable (`const target = new.target`) and use that.'],
  ] as const;
  for (const [used, what, fix] of fixes) {
    if (used) throw refuse(path, `an arrow function uses ${what} of the function around it`, fix);
  }
  if (outer.super && source.form === 'expression') {
    throw refuse(
      path,
      'an arrow function uses `super` of the method around it',
      'Keep what it needs in a variable (`const parent = super.method.bind(this)`) and use that.',
    );
  }
  if (source.form === 'class-method' || usesForeignPrivates(source)) {
    throw refuse(
      path,
      'a method that uses `#private` members, and whose class is not known',
      'Pass it bound: `object.method.bind(object)`.',
    );
  }
}

/** Whether a text uses `#private` names that no class within it declares. */
function usesForeignPrivates({ text, program, form }: FunctionSource): boolean {
  // Most functions use none, and need no walk each time they are captured.
  if (!text.includes('#')) return false;
  const used = new Set<string>();
  const declared = new Set<string>();
  walk(program, (node) => {
    if (node.type === 'PropertyDefinition' || node.type === 'MethodDefinition') {
      if (node.key.type === 'PrivateIdentifier') declared.add(node.key.name);
    } else if (node.type === 'PrivateIdentifier') used.add(node.name);
    return true;
  });
  return form !== 'class-method' && [...used].some((name) => !declared.has(name));
}
