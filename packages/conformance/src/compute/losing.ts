import assert from 'node:assert/strict';
import type { TransportErrorKind } from '@lithops/core/spec';
import { endsOf, numbers } from '../ends.js';
import { dies } from './place.js';
import type { Promised, PromiseGroup } from './promised.js';
import { both, takesActivations, tellsOfDeaths } from './unless.js';

/** What may be said of a worker that had begun. */
const mayHaveRun: readonly (TransportErrorKind | undefined)[] = ['lost', 'out-of-memory', 'timed-out'];

/** Workers that die, and calls that take too long. */
export const losing: PromiseGroup = {
  title: 'a worker',
  promises: [
    deathBy('exit', 'that ends in the middle of a call fails this one and no other'),
    deathBy('kill', 'that is killed in the middle of a call fails this one and no other'),
    {
      name: 'that died is told of as one that may have run the call',
      promise:
        "the kind of the TransportError for a worker that died is 'lost', 'out-of-memory' or 'timed-out'",
      unless: both(takesActivations, tellsOfDeaths),
      test: (platform) =>
        platform.run(async (exec, watch) => {
          const place = await platform.newPlace();
          const list = exec.map(dies, [{ ...place.told, how: 'exit' as const }]);
          await list.settled();
          const kind = await watch.kindOf(0);
          assert.ok(mayHaveRun.includes(kind), `its kind is ${kind}`);
          assert.deepEqual(await place.said('begun'), [0], 'the call was run again: a backend never retries');
        }),
    },
    {
      name: 'whose call takes too long ends it, and takes the next',
      promise:
        'a call over its limit fails with LITHOPS_TIMEOUT, those beside it do not, and its worker is not lost for others',
      test: (platform) =>
        platform.run(async (exec) => {
          const list = exec.map(
            async (n: number) => {
              if (n === 1) await new Promise((resolve) => setTimeout(resolve, 60_000).unref());
              return n;
            },
            numbers(3),
            { timeoutMs: 1000, chunkSize: 1 },
          );
          assert.deepEqual(await endsOf(list), [0, 'LITHOPS_TIMEOUT', 2]);
          assert.deepEqual(await exec.map((n: number) => n, numbers(3)), numbers(3));
        }),
    },
  ],
};

function deathBy(how: 'exit' | 'kill', name: string): Promised {
  return {
    name,
    promise:
      'a worker that dies is a lost attempt of its call (LITHOPS_WORKER_LOST), and its neighbours end as they would',
    unless: tellsOfDeaths,
    test: (platform) =>
      platform.run(async (exec) => {
        const place = await platform.newPlace();
        const list = exec.map(
          dies,
          numbers(5).map((n) => ({ ...place.told, how: n === 2 ? how : ('not' as const) })),
          { chunkSize: 1 },
        );
        assert.deepEqual(await endsOf(list), [0, 1, 'LITHOPS_WORKER_LOST', 3, 4]);
        assert.deepEqual(
          await place.said('begun'),
          numbers(5),
          'a call was run again: a backend never retries',
        );
        assert.deepEqual(await exec.map((n: number) => n, numbers(3)), numbers(3));
      }),
  };
}
