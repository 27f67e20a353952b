import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

/** Starting a process takes its time on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(import.meta.dirname, '.process-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs a program that has `capture`, in a process of its own, for what can only be seen of a whole process. */
function runProgram(source: string, flags: readonly string[] = []): string {
  const file = join(root, `program-${source.length}.mts`);
  const index = JSON.stringify(join(import.meta.dirname, '../../src/index.ts'));
  writeFileSync(file, `import { capture, load } from ${index};\n${source}`);
  const args = ['--import', import.meta.resolve('tsx'), ...flags, file];
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}

describe('two processes', () => {
  it('give the same function with the same values the same hash', () => {
    const program = `
      class Rate { #value = 3; get value() { return this.#value } }
      const rate = new Rate(); const table = new Map([['a', [1, 2]], ['b', [3]]]); let count = 1;
      const helper = (x: number) => x * rate.value + count;
      console.log(capture((x: number) => helper(x) + table.size).hash);`;
    const hash = runProgram(program);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(runProgram(program)).toBe(hash);
  });
});

describe('a process that has captured functions', () => {
  it('forgets them: nothing holds a captured function or what it closes over', () => {
    const program = `
      const collected: string[] = [];
      const registry = new FinalizationRegistry<string>((name) => collected.push(name));
      function one() {
        const data = { big: new Array(1000).fill(1) };
        const fn = () => data.big.length;
        registry.register(fn, 'function');
        registry.register(data, 'data');
        capture(fn);
      }
      for (let index = 0; index < 20; index += 1) one();
      for (let round = 0; round < 20 && collected.length < 40; round += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        (globalThis as any).gc();
      }
      console.log(collected.length);`;
    // The engine may keep the last one in a register or a cache.
    expect(Number(runProgram(program, ['--expose-gc']))).toBeGreaterThanOrEqual(38);
  });

  it('ends by itself, and at once', () => {
    expect(runProgram(`const x = 1; capture(() => x); console.log('done')`)).toBe('done');
  });

  it('has no debugger attached afterwards', () => {
    const program = `
      import inspector from 'node:inspector';
      let state = 1;
      capture(() => state);
      console.log(inspector.url() ?? 'none');`;
    expect(runProgram(program)).toBe('none');
  });
});
