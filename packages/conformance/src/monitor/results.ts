import assert from 'node:assert/strict';
import { endsOf, numbers } from '../ends.js';
import type { TestRunner } from '../test-runner.js';
import type { SuitePrograms } from './suite-programs.js';

export function resultTests({ describe, it }: TestRunner, programs: SuitePrograms): void {
  describe('what calls give', () => {
    it('comes in the order of the input', () =>
      programs.run(async (exec) => {
        assert.deepEqual(await exec.map((n: number) => n * 2, [5, 3, 1, 4]), [10, 6, 2, 8]);
      }));

    it('may be nothing', () =>
      programs.run(async (exec) => {
        const values = [undefined, null, 0, '', false, Number.NaN];
        assert.deepEqual(await exec.map((value: unknown) => value, values), values);
      }));

    it('may be an error, which keeps its class, message and properties', () =>
      programs.run(async (exec) => {
        const list = exec.map(
          (n: number) => {
            if (n === 2) throw Object.assign(new RangeError('two'), { detail: { n } });
            return n;
          },
          [1, 2, 3],
        );
        const [first, second, third] = await list.settled();
        assert.deepEqual([first, third].map(fulfilledWith), [1, 3]);
        const reason: unknown = second?.status === 'rejected' ? second.reason : undefined;
        assert.ok(reason instanceof RangeError);
        assert.deepEqual(reason.message, 'two');
        assert.deepEqual('detail' in reason && reason.detail, { n: 2 });
      }));

    it('may be work that is handed over', () =>
      programs.run(async (exec) => {
        const handed = exec.map((n: number, ctx) => ctx.callAsync((m: number) => m + n, 10), [1, 2]);
        assert.deepEqual(await handed, [11, 12]);
      }));
  });
}

export function sizeTests({ describe, it }: TestRunner, programs: SuitePrograms): void {
  describe('results of any size', () => {
    it('each larger than a message', () =>
      programs.run(async (exec) => {
        const list = exec.map((n: number) => new Uint8Array(1_500_000).fill(n), [1, 2, 3], { chunkSize: 3 });
        for (const [index, bytes] of (await list).entries())
          assert.ok(bytes.length === 1_500_000 && bytes.every((byte) => byte === index + 1));
      }));

    it('small ones that are large together', () =>
      programs.run(async (exec) => {
        const list = exec.map((n: number) => String(n % 10).repeat(20_000), numbers(60), { chunkSize: 60 });
        const texts = await list;
        assert.deepEqual(
          texts.map((text) => `${text[0]}${text.length}`),
          numbers(60).map((n) => `${n % 10}20000`),
        );
      }));

    it('large ones beside errors and small ones, in one activation', () =>
      programs.run(async (exec) => {
        const list = exec.map(
          (n: number) => {
            if (n % 3 === 0) throw new Error(`no ${n}`);
            return n % 3 === 1 ? n : 'x'.repeat(1_000_000);
          },
          numbers(12),
          { chunkSize: 12 },
        );
        const ends = await endsOf(list);
        assert.deepEqual(
          ends.map((end) => (typeof end === 'string' && end.startsWith('x') ? end.length : end)),
          numbers(12).map((n) => (n % 3 === 0 ? `no ${n}` : n % 3 === 1 ? n : 1_000_000)),
        );
      }));

    for (const chunkSize of [1, 8, 9, 500]) {
      it(`of 2,000 calls, ${chunkSize} to an activation`, () =>
        programs.run(async (exec) => {
          const list = exec.map((n: number) => n + 1, numbers(2000), { chunkSize });
          assert.deepEqual(
            await list,
            numbers(2000).map((n) => n + 1),
          );
        }));
    }
  });
}

function fulfilledWith(result: PromiseSettledResult<unknown> | undefined): unknown {
  return result?.status === 'fulfilled' ? result.value : undefined;
}
