import assert from 'node:assert/strict';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { rejectsWith, sameBytes } from './asking.js';
import { bytesIn, bytesOf, textIn } from './bodies.js';
import type { SuiteStore } from './suite-store.js';

const digits = '0123456789';
const cases = [
  { range: { start: 0 }, text: digits },
  { range: { start: 0, end: 0 }, text: '0' },
  { range: { start: 3, end: 5 }, text: '345' },
  { range: { start: 7 }, text: '789' },
  { range: { start: 9, end: 9 }, text: '9' },
  { range: { start: 8, end: 4000 }, text: '89' },
];

/** Parts of objects. */
export function rangeTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'a range', (it) => {
    for (const { range, text } of cases) {
      it(`from ${range.start} to ${range.end ?? 'the end'} of ten bytes reads "${text}"`, async () => {
        await store.put('digits', digits);
        const { backend, bucket } = store;
        assert.equal(Buffer.from(await backend.get(bucket, 'digits', { range })).toString(), text);
        assert.equal(await textIn(await backend.getStream(bucket, 'digits', { range })), text);
      });
    }

    it('of a large object reads its part', async () => {
      const { backend, bucket } = store;
      const bytes = bytesOf(9_000_000, 2);
      await backend.put(bucket, 'wide', bytes);
      for (const [start, end] of [
        [1, 8_388_608],
        [4_194_303, 4_194_305],
        [8_999_999, 8_999_999],
      ] as const) {
        const expected = bytes.subarray(start, end + 1);
        const range = { start, end };
        sameBytes(await backend.get(bucket, 'wide', { range }), expected, `bytes ${start} to ${end}`);
        const stream = await backend.getStream(bucket, 'wide', { range });
        sameBytes(await bytesIn(stream), expected, `the stream of bytes ${start} to ${end}`);
      }
    });

    it('that begins behind the last byte is LITHOPS_INVALID_RANGE', async () => {
      await store.put('digits', digits);
      await store.put('no-digits', '');
      for (const [key, start] of [
        ['digits', 10],
        ['digits', 4000],
        ['no-digits', 0],
      ] as const) {
        const options = { range: { start } };
        await rejectsWith('LITHOPS_INVALID_RANGE', store.backend.get(store.bucket, key, options));
        await rejectsWith('LITHOPS_INVALID_RANGE', store.backend.getStream(store.bucket, key, options));
      }
    });

    it('that is none is LITHOPS_INVALID_ARGUMENT', async () => {
      await store.put('digits', digits);
      for (const range of [{ start: -1 }, { start: 1.5 }, { start: 5, end: 4 }, { start: Number.NaN }]) {
        const { backend, bucket } = store;
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', backend.get(bucket, 'digits', { range }));
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', backend.getStream(bucket, 'digits', { range }));
      }
    });

    it('of nothing is LITHOPS_NO_SUCH_KEY', async () => {
      const range = { start: 0, end: 1 };
      await rejectsWith('LITHOPS_NO_SUCH_KEY', store.backend.get(store.bucket, 'no/digits', { range }));
    });
  });
}
