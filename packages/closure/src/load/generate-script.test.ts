import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { SlotRecord } from '../code-space/records.js';
import { generateScript } from './generate-script.js';
import { ScriptRuntime } from './runtime.js';

function slot(scope: number, text: string, more: Partial<SlotRecord> = {}): SlotRecord {
  return { scope, text, form: 'expression', strict: true, edits: [], moduleCalls: {}, ...more };
}

function run(scopes: Parameters<typeof generateScript>[0], slots: readonly SlotRecord[]) {
  const runtime = new ScriptRuntime();
  runInThisContext(generateScript(scopes, slots).text)(runtime);
  return (index: number) => runtime.function(index) as (...values: unknown[]) => unknown;
}

describe('a generated script', () => {
  it('has functions of one scope share its variables', () => {
    const runtime = new ScriptRuntime();
    const scopes = [{ parent: undefined, names: ['count'] }];
    const { text } = generateScript(scopes, [slot(0, '() => ++count'), slot(0, '() => count')]);
    runInThisContext(text)(runtime);
    runtime.bind(0, 0, 5);
    const [increment, read] = [runtime.function(0), runtime.function(1)] as (() => unknown)[];
    increment?.();
    expect(read?.()).toBe(6);
  });

  it('lets an inner scope hide a variable of an outer one', () => {
    const runtime = new ScriptRuntime();
    const scopes = [
      { parent: undefined, names: ['x'] },
      { parent: 0, names: ['x'] },
    ];
    runInThisContext(generateScript(scopes, [slot(0, '() => x'), slot(1, '() => x')]).text)(runtime);
    runtime.bind(0, 0, 'outer');
    runtime.bind(1, 0, 'inner');
    const values = [0, 1].map((index) => (runtime.function(index) as () => unknown)());
    expect(values).toEqual(['outer', 'inner']);
  });

  it('keeps strict functions strict and sloppy ones sloppy', () => {
    const call = run(
      [{ parent: undefined, names: [] }],
      [slot(0, 'function () { return this; }'), slot(0, 'function () { return this; }', { strict: false })],
    );
    expect(Reflect.apply(call(0), undefined, [])).toBeUndefined();
    expect(Reflect.apply(call(1), undefined, [])).toBe(globalThis);
  });

  it('evaluates methods and getters alone', () => {
    const call = run(
      [{ parent: undefined, names: [] }],
      [
        slot(0, 'double(x) { return 2 * x; }', { form: 'method' }),
        slot(0, 'get one() { return 1; }', { form: 'method' }),
      ],
    );
    expect([call(0)(4), call(1)()]).toEqual([8, 1]);
  });

  it('says where each text begins', () => {
    const slots = [slot(0, 'function one() {}'), slot(0, '() => 2')];
    const { text, places } = generateScript([{ parent: undefined, names: ['a'] }], slots);
    const lines = text.split('\n');
    const found = places.map(({ line, column }, index) =>
      lines[line]?.slice(column, column + (slots[index]?.text.length ?? 0)),
    );
    expect(found).toEqual(slots.map((one) => one.text));
  });
});
