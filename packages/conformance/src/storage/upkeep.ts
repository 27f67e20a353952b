import assert from 'node:assert/strict';
import { leaveOut } from '../left-out.js';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { pagesOf } from './asking.js';
import { bytesOf } from './bodies.js';
import type { SuiteStore } from './suite-store.js';

const DAY_MS = 24 * 3_600_000;

/** What keeps a store in order. */
export function upkeepTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'clean', (it) => {
    it('takes no object, whatever its age', async () => {
      const { backend, bucket } = store;
      if (backend.clean === undefined) leaveOut('it has no clean');
      const olderThan = new Date(Date.now() + DAY_MS);
      await store.putAll(['lithops.jobs/tended/1', 'tended/2']);
      const told = await backend.clean({ olderThan, dryRun: true, bucket });
      const cleaned = await backend.clean({ olderThan, dryRun: false, bucket });
      for (const names of [told, cleaned]) assert.ok(names.every((name) => typeof name === 'string'));
      assert.equal(await store.read('lithops.jobs/tended/1'), 'lithops.jobs/tended/1');
      assert.equal(await store.read('tended/2'), 'tended/2');
    });
  });

  promises(runner, 'doctor', (it) => {
    it('tells findings, and changes nothing', async () => {
      const { backend } = store;
      if (backend.doctor === undefined) leaveOut('it has no doctor');
      const before = await store.keys('');
      const found = await backend.doctor(new AbortController().signal, store.bucket);
      for (const { level, message } of found)
        assert.ok(
          ['ok', 'warning', 'problem'].includes(level) && message !== '',
          `Got ${level}: "${message}".`,
        );
      assert.deepEqual(await store.keys(''), before);
    });

    it('gives up when its signal is aborted', async () => {
      const { backend } = store;
      if (backend.doctor === undefined) leaveOut('it has no doctor');
      // With findings or with the reason: what matters is that nobody waits.
      await Promise.allSettled([backend.doctor(AbortSignal.abort(), store.bucket)]);
    });
  });

  promises(runner, 'close', (it) => {
    it('ends what goes on, one way or the other, and leaves other stores alone', async () => {
      const other = await store.openAnother();
      const { bucket } = store;
      await store.backend.put(bucket, 'closing', bytesOf(2_000_000));
      const reader = (await other.getStream(bucket, 'closing')).getReader();
      await reader.read();
      const going = [
        other.put(bucket, 'closed/put', bytesOf(1_000_000)),
        other.get(bucket, 'closing'),
        other.head(bucket, 'closing'),
        pagesOf(other.list(bucket, '')),
      ];
      const ended = Promise.allSettled([...going, restOf(reader)]);
      await other.close();
      await ended;
      await store.put('closed/after');
      assert.equal(await store.read('closed/after'), 'closed/after');
    });
  });
}

async function restOf(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  while (!(await reader.read()).done);
}
