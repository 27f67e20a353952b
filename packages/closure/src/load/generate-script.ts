import type { Edit, ScopeRecord, SlotRecord } from '../code-space/records.js';

/** What generated scripts call the object through which they talk to the loader. */
export const runtimeName = '$lithops';

/** Parameters of the functions that set variables: names that no program has. */
const which = `${runtimeName}Index`;
const given = `${runtimeName}Value`;

/** Where a function's text begins in the generated script; counted from 0. */
export interface SlotPlace {
  readonly line: number;
  readonly column: number;
}

export interface GeneratedScript {
  readonly text: string;
  readonly places: readonly SlotPlace[];
}

/**
 * The script of a capsule: the scopes of the program as nested functions with their variables, and each function's text,
 * verbatim, in the scope where it stood. So functions that shared a variable share it again, and run at full speed.
 */
export function generateScript(
  scopes: readonly ScopeRecord[],
  slots: readonly SlotRecord[],
): GeneratedScript {
  return new ScriptGenerator(scopes, slots).generate();
}

class ScriptGenerator {
  readonly #scopes: readonly ScopeRecord[];
  readonly #slots: readonly SlotRecord[];
  readonly #children = new Map<number | undefined, number[]>();
  readonly #slotsOf = new Map<number, number[]>();
  readonly #places: SlotPlace[] = [];
  #text = '';
  #line = 0;
  #lineStart = 0;

  constructor(scopes: readonly ScopeRecord[], slots: readonly SlotRecord[]) {
    this.#scopes = scopes;
    this.#slots = slots;
    for (const [id, { parent }] of scopes.entries()) append(this.#children, parent, id);
    for (const [index, { scope }] of slots.entries()) append(this.#slotsOf, scope, index);
  }

  generate(): GeneratedScript {
    this.#write(`(function(${runtimeName}){`);
    for (const id of this.#children.get(undefined) ?? []) this.#scope(id);
    this.#write('\n})');
    return { text: this.#text, places: this.#places };
  }

  #scope(id: number): void {
    const names = this.#scopes[id]?.names ?? [];
    this.#write('\n(()=>{');
    if (names.length > 0) {
      const cases = names.map((name, index) => `case ${index}:${name}=${given};break;`);
      this.#write(
        `var ${names.join(',')};${runtimeName}.scope(${id},(${which},${given})=>{switch(${which}){${cases.join('')}}});`,
      );
    }
    for (const index of this.#slotsOf.get(id) ?? []) this.#slot(index);
    for (const child of this.#children.get(id) ?? []) this.#scope(child);
    this.#write('\n})();');
  }

  #slot(index: number): void {
    const slot = this.#slots[index];
    if (slot === undefined) return;
    const [before, after] = wrapper(slot);
    this.#write(`\n${runtimeName}.slot(${index},()=>${before}`);
    this.#places[index] = { line: this.#line, column: this.#text.length - this.#lineStart };
    this.#write(`${applyEdits(slot.text, slot.edits)}\n${after});`);
  }

  #write(text: string): void {
    for (const { index } of text.matchAll(/\n/g)) {
      this.#line += 1;
      this.#lineStart = this.#text.length + index + 1;
    }
    this.#text += text;
  }
}

/** Strictness comes from around a text, so it is put around it again. */
function wrapper({ form, strict }: SlotRecord): readonly [before: string, after: string] {
  const [before, after] = form === 'method' ? [`${runtimeName}.method({`, '})'] : ['(', ')'];
  return strict ? [`(function(){'use strict';return ${before}`, `${after}})()`] : [before, after];
}

export function applyEdits(text: string, edits: readonly Edit[]): string {
  let edited = '';
  let position = 0;
  for (const [start, end, replacement] of edits) {
    edited += text.slice(position, start) + replacement;
    position = end;
  }
  return edited + text.slice(position);
}

function append<K>(lists: Map<K, number[]>, key: K, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
