import type { ExecutorOptions } from '@lithops/core';
import { ceph } from '@lithops/storage-s3';
import { type FaultProxy, type JobRequests, jobRequests, startFaultProxy } from '@lithops/testing-services';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Program, programOnCeph } from './support/executor.js';

const calls = 10_000;
/** All that a listing may take: twice the pages that hold a status for each call. */
const pagesAtMost = 2 * (calls / 1000);

interface Counted {
  readonly program: Program;
  readonly proxy: FaultProxy;
  readonly options: ExecutorOptions;
  seen(): JobRequests;
}

async function counted(): Promise<Counted> {
  const program = await programOnCeph();
  const { endpoint, credentials } = s3UnderTest();
  const proxy = await startFaultProxy({ target: endpoint });
  onTestFinished(() => proxy.stop());
  const storage = ceph({ endpoint: proxy.endpoint, ...credentials });
  const seen = () => jobRequests(proxy.requests);
  return { program, proxy, seen, options: { storage, monitoring: 'storage' } };
}

function items(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

describe.skipIf(whyNoS3 !== undefined)(`10,000 calls, monitored in S3, ${whyNoS3 ?? ''}`, () => {
  it('a status each: none is read, listings are as few as they can be, nothing is left', async () => {
    const { program, seen, options } = await counted();
    const exec = program.open(options);
    const results = await exec.map((x: number) => x * 2, items(calls), { chunkSize: 8 });
    expect(results).toEqual(items(calls).map((x) => x * 2));

    const { statuses, reads, pagesOfPolls } = seen();
    const ofCalls = statuses.filter((name) => /^\d{8}\.01\.ok\./.test(name));
    expect(ofCalls).toHaveLength(calls);
    expect(new Set(ofCalls.map((name) => name.slice(0, 8))).size).toBe(calls);
    expect(reads).toEqual([]);
    expect(Math.max(...pagesOfPolls)).toBeLessThanOrEqual(pagesAtMost);
    // What was finished is not listed again: otherwise the last of them alone had ten pages.
    expect(pagesOfPolls.at(-1)).toBeLessThanOrEqual(4);

    const pollsOfJob = pagesOfPolls.length;
    await exec.close();
    // One may have been on its way.
    expect(seen().pagesOfPolls.length - pollsOfJob).toBeLessThanOrEqual(1);
    expect(await program.left()).toEqual([]);
  }, 400_000);

  it('many in an activation: one status for each activation, read at most once, and nothing is left', async () => {
    const { program, seen, options } = await counted();
    const exec = program.open(options);
    const results = await exec.map((x: number) => x * 2, items(calls), { chunkSize: 100 });
    expect(results).toEqual(items(calls).map((x) => x * 2));

    const { statuses, reads, pagesOfPolls } = seen();
    const reports = statuses.filter((name) => /^b[^/]+$/.test(name));
    expect(reports.length).toBeGreaterThanOrEqual(calls / 100);
    // A call that takes long on a busy machine has those behind it given back, which takes an activation more.
    expect(reports.length).toBeLessThanOrEqual((2 * calls) / 100);
    expect([...reads].sort()).toEqual([...reports].sort());
    expect(Math.max(...pagesOfPolls)).toBe(1);

    await exec.close();
    expect(await program.left()).toEqual([]);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`results over 600 bytes, monitored in S3, ${whyNoS3 ?? ''}`, () => {
  it('are read with one request each', async () => {
    const { program, seen, options } = await counted();
    const exec = program.open(options);
    const results = await exec.map((x: number) => String(x).padEnd(1000), items(300), { chunkSize: 4 });
    expect(results).toEqual(items(300).map((x) => String(x).padEnd(1000)));
    const { reads } = seen();
    expect([...reads].sort()).toEqual(items(300).map((x) => `${String(x).padStart(8, '0')}.01.ok`));
    await exec.close();
    expect(await program.left()).toEqual([]);
  });

  it('up to which they are read with none, in the same job', async () => {
    const { program, seen, options } = await counted();
    const exec = program.open(options);
    const results = await exec.map((x: number) => 'x'.repeat(x), [10, 2000, 20, 3000], { chunkSize: 1 });
    expect(results.map(({ length }) => length)).toEqual([10, 2000, 20, 3000]);
    expect([...seen().reads].sort()).toEqual(['00000001.01.ok', '00000003.01.ok']);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`an idle executor, monitored in S3, ${whyNoS3 ?? ''}`, () => {
  it('asks nothing of the store between its jobs', async () => {
    const { program, proxy, seen, options } = await counted();
    const exec = program.open(options);
    expect(await exec.map((x: number) => x, [1, 2])).toEqual([1, 2]);
    const other = program.open({ ...options, storage: program.options.storage });
    const cleaned = async () => (await program.left()).length;
    await expect.poll(cleaned, { timeout: 60_000 }).toBe(0);
    proxy.forgetRequests();
    // As long as another executor's jobs take, whose requests go by another way.
    for (let job = 0; job < 3; job++) expect(await other.map((x: number) => x, [1, 2])).toEqual([1, 2]);
    expect(seen().pagesOfPolls).toEqual([]);
    expect(proxy.count({ operation: 'GetObject' })).toBe(0);
  });
});
