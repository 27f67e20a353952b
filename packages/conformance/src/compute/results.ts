import assert from 'node:assert/strict';
import { endsOf, failureOf, numbers } from '../ends.js';
import type { PromiseGroup } from './promised.js';

/** Calls of one activation: no more are tried, whatever is declared. */
const MOST_CALLS = 200;

/** Jobs, as users run them. */
export const results: PromiseGroup = {
  title: 'a job',
  promises: [
    {
      name: 'runs its calls in other processes than its own',
      promise: 'calls run in workers',
      test: (platform) =>
        platform.run(async (exec) => {
          const pid = await exec.callAsync(() => `${process.pid} ${process.ppid} ${process.hrtime.bigint()}`);
          assert.notEqual(pid.split(' ')[0], String(process.pid), 'a call ran in the process of its client');
        }),
    },
    {
      name: 'gives results in the order of its input',
      promise: 'result i is that of item i',
      test: (platform) =>
        platform.run(async (exec) => {
          const list = exec.map((n: number) => n * 2, [5, 3, 1, 4], { chunkSize: 1 });
          assert.deepEqual(await list, [10, 6, 2, 8]);
        }),
    },
    {
      name: 'of 200 calls gives each its own result, having run it once',
      promise: 'invoke answers each activation with its own reply, and runs it once: it never retries',
      test: (platform) =>
        platform.run(async (exec) => {
          const place = await platform.newPlace();
          const list = exec.map(
            async ({ place, n }: { place: string; n: number }, { storage }) => {
              await storage.putObject(storage.bucket, `${place}/ran/${n}-${crypto.randomUUID()}`, '-');
              return n * n;
            },
            numbers(200).map((n) => ({ ...place.told, n })),
            { chunkSize: 5 },
          );
          const squares = numbers(200).map((n) => n * n);
          assert.deepEqual(await endsOf(list), squares, 'results are not those of their items');
          assert.deepEqual(await place.said('ran'), numbers(200), 'calls have not run once each');
        }),
    },
    {
      name: 'may have one call, and none',
      promise: 'jobs of any length end',
      test: (platform) =>
        platform.run(async (exec) => {
          assert.equal(await exec.callAsync((text: string) => text.toUpperCase(), 'one'), 'ONE');
          assert.deepEqual(await exec.map((n: number) => n, [7]), [7]);
          assert.deepEqual(await exec.map((n: number) => n, []), []);
        }),
    },
    {
      name: 'carries values of all kinds both ways',
      promise: 'what the codec has written arrives as it is',
      test: (platform) =>
        platform.run(async (exec) => {
          const values = [
            undefined,
            null,
            Number.NaN,
            -0,
            2n ** 70n,
            'ü🎉\u0000\n',
            new Date(0),
            /a+/giu,
            new Map([[{ key: 1 }, new Set([1, 'two'])]]),
            new Float64Array([1.5, Number.POSITIVE_INFINITY]),
            { nested: [{ deep: [[]] }], 'a key': true },
          ];
          assert.deepEqual(await exec.map((value: unknown) => value, values), values);
        }),
    },
    {
      name: 'carries bytes of every value as they are',
      promise:
        'activation.body and the reply are carried as they are, byte for byte: a backend never looks inside',
      test: (platform) =>
        platform.run(async (exec) => {
          const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 7 + (index >> 8)) % 256);
          const list = exec.map((item: Uint8Array) => item.map((byte) => 255 - byte), [bytes]);
          assert.deepEqual(await endsOf(list), [bytes.map((byte) => 255 - byte)], 'other bytes came back');
        }),
    },
    {
      name: 'gives errors with class, message, properties and the place in the code',
      promise: 'an error of a call is an outcome as others are, and nothing of it is lost',
      test: (platform) =>
        platform.run(async (exec) => {
          const list = exec.map(
            (n: number) => {
              if (n === 2) throw Object.assign(new RangeError('two'), { detail: { n } });
              return n;
            },
            [1, 2, 3],
          );
          const [first, second, third] = await list.settled();
          assert.deepEqual([first?.status, third?.status], ['fulfilled', 'fulfilled']);
          const error = await failureOf(
            second?.status === 'rejected' ? Promise.reject(second.reason) : Promise.resolve(second?.value),
            'a RangeError',
          );
          assert.ok(error instanceof RangeError, `a RangeError has become ${error.name}`);
          assert.equal(error.message, 'two');
          assert.deepEqual('detail' in error && error.detail, { n: 2 });
          assert.match(error.stack ?? '', /RangeError: two\n\s+at /);
        }),
    },
    {
      name: 'takes as many calls to an activation as it may have',
      promise: 'an activation may have capabilities.maxCallsPerActivation calls',
      test: (platform) =>
        platform.run(async (exec, watch) => {
          const { maxCallsPerActivation } = (await platform.backend()).capabilities;
          const chunkSize = Math.min(maxCallsPerActivation, MOST_CALLS);
          const items = numbers(chunkSize + 1);
          // All of them together have to fit into the time of an activation.
          const list = exec.map((n: number) => n + 1, items, { chunkSize, timeoutMs: 800 });
          assert.deepEqual(
            await endsOf(list),
            items.map((n) => n + 1),
          );
          assert.ok(watch.invocations.length < 10, `core sent ${watch.invocations.length} activations`);
        }),
    },
    {
      name: 'reaches the store of its executor',
      promise: 'workers open the store that PluginContext.storage tells of, or that they know by themselves',
      test: (platform) =>
        platform.run(async (exec) => {
          const place = await platform.newPlace();
          const key = `${place.told.place}/greeting`;
          await exec.callAsync(
            (name: string, { storage }) => storage.putObject(storage.bucket, name, 'hello'),
            key,
          );
          assert.equal(await place.text('greeting'), 'hello');
          const told = await exec.callAsync(async (name: string, { storage }) => {
            const bytes = await storage.getObject(storage.bucket, name);
            return Buffer.from(bytes).toString();
          }, key);
          assert.equal(told, 'hello');
        }),
    },
    {
      name: 'may hand work over',
      promise: 'what a call hands over is run on the same backend',
      test: (platform) =>
        platform.run(async (exec) => {
          const list = exec.map((n: number, ctx) => ctx.callAsync((m: number) => m + n, 10), [1, 2]);
          assert.deepEqual(await list, [11, 12]);
        }),
    },
    {
      name: 'follows another on the same executor, and runs beside one of another executor',
      promise: 'a backend runs any number of jobs, for any number of executors',
      test: (platform) =>
        platform.run((one) =>
          platform.run(async (other) => {
            for (const n of numbers(3)) {
              const items = [1, 2].map((m) => ({ m, n }));
              assert.deepEqual(await one.map(({ m, n }: { m: number; n: number }) => m * n, items), [
                n,
                2 * n,
              ]);
            }
            const lists = await Promise.all([
              one.map((n: number) => `one ${n}`, numbers(10)),
              other.map((n: number) => `other ${n}`, numbers(10)),
            ]);
            assert.deepEqual(lists, [
              numbers(10).map((n) => `one ${n}`),
              numbers(10).map((n) => `other ${n}`),
            ]);
          }),
        ),
    },
  ],
};
