import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, vi } from 'vitest';
import { type Journal, newJournal } from './support/journal.js';
import { cloud, executor } from './support/lambda.js';

/** Begins, waits for {@link letGo}, and ends: both are in the journal. */
function waiting(file: string): (item: number) => Promise<number> {
  return async (item) => {
    appendFileSync(file, `+${item}\n`);
    while (!existsSync(`${file}.go`)) await new Promise((resolve) => setTimeout(resolve, 20));
    appendFileSync(file, `-${item}\n`);
    return item;
  };
}

function letGo({ file }: Journal): void {
  writeFileSync(`${file}.go`, '');
}

async function begun({ lines }: Journal, count: number): Promise<void> {
  await vi.waitFor(() => expect(lines().length).toBeGreaterThanOrEqual(count), { timeout: 60_000 });
}

const cancelled = { status: 'rejected', reason: { code: 'LITHOPS_CANCELLED' } };

describe.skipIf(whyNoS3 !== undefined)(`a job on Lambda that is cancelled ${whyNoS3 ?? ''}`, () => {
  it.each(['direct', 'storage'] as const)(
    'settles at once, sends nothing more, and keeps slots until the work is gone (%s)',
    async (monitoring) => {
      const journal = newJournal();
      const exec = executor(await cloud(), { maxWorkers: 2 }, { monitoring });
      const list = exec.map(waiting(journal.file), [1, 2, 3, 4]);
      await begun(journal, 2);
      await exec.cancel();
      expect(await list.settled()).toMatchObject([cancelled, cancelled, cancelled, cancelled]);
      const next = exec.map(waiting(journal.file), [5, 6]);
      // Time enough for them to begin, if they could.
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect([...journal.lines()].sort()).toEqual(['+1', '+2']);
      letGo(journal);
      expect(await next).toEqual([5, 6]);
      expect([...journal.lines()].sort()).toEqual(['+1', '+2', '+5', '+6', '-1', '-2', '-5', '-6']);
    },
  );

  it('settles by its signal', async () => {
    const journal = newJournal();
    const exec = executor(await cloud(), { maxWorkers: 1 });
    const given = new AbortController();
    const list = exec.map(waiting(journal.file), [1, 2, 3], { signal: given.signal });
    await begun(journal, 1);
    const why = new Error('No more of it.');
    given.abort(why);
    expect(await list.settled()).toMatchObject([{ reason: why }, { reason: why }, { reason: why }]);
    letGo(journal);
    expect(await exec.map((n: number) => n, [4])).toEqual([4]);
    expect(journal.lines()).toEqual(['+1', '-1']);
  });

  it('goes on with the calls that were not meant', async () => {
    const journal = newJournal();
    const exec = executor(await cloud(), { maxWorkers: 1 });
    const list = exec.map(waiting(journal.file), [1, 2, 3]);
    await begun(journal, 1);
    await list.at(1)?.cancel();
    letGo(journal);
    expect(await list.settled()).toMatchObject([{ value: 1 }, cancelled, { value: 3 }]);
    expect(journal.lines()).toEqual(['+1', '-1', '+3', '-3']);
  });

  it('never sends what waits for a connection', async () => {
    const journal = newJournal();
    const exec = executor(await cloud(), { maxWorkers: 2, invokePoolThreads: 1 });
    const list = exec.map(waiting(journal.file), [1, 2]);
    await begun(journal, 1);
    await exec.cancel();
    expect(await list.settled()).toMatchObject([cancelled, cancelled]);
    letGo(journal);
    expect(await exec.map((n: number) => n, [3, 4])).toEqual([3, 4]);
    expect(journal.lines()).toHaveLength(2);
  });

  it('does not hold up close()', async () => {
    const journal = newJournal();
    const aws = await cloud();
    const exec = executor(aws, { maxWorkers: 2 });
    const list = exec.map(waiting(journal.file), [1, 2, 3, 4]);
    const ends = list.settled();
    await begun(journal, 2);
    await exec.close();
    expect([...journal.lines()].sort()).toEqual(['+1', '+2']);
    expect(await ends).toMatchObject([cancelled, cancelled, cancelled, cancelled]);
  });
});
