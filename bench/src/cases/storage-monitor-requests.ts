import { FunctionExecutor, Storage } from '@lithops/core';
import { type FaultProxy, jobRequests, startFaultProxy } from '@lithops/testing-services';
import { type BenchCase, type Contestant, type Sample, timed } from '../case.js';
import { bucket, type Ceph, startCeph, storedIn, whyNoCeph } from '../ceph.js';

const CALLS = 10_000;
/** So many calls of an activation have a status each. */
const CHUNK_SIZE = 8;
const GOOD_ENOUGH_MS = 60_000;

/** What a job that is monitored in S3 asks of it: counts are the point, the time is that of this machine's Ceph. */
export const storageMonitorRequests: BenchCase = {
  name: `storage monitor requests, ${CALLS.toLocaleString('en')} calls`,
  against: GOOD_ENOUGH_MS,
  target: 1,
  limits: {
    'LISTs per poll': (2 * CALLS) / 1000,
    polls: GOOD_ENOUGH_MS / 50,
    'GETs of inline results': 0,
    // Each that a busy worker gives back is one more.
    'PUTs of statuses per call': 1.01,
    'objects left': 0,
  },
  rounds: 1,
  missing: whyNoCeph,
  open: async () => {
    const ceph = await startCeph();
    return [lithops(ceph, await startFaultProxy({ target: ceph.endpoint }))];
  },
};

function lithops(ceph: Ceph, proxy: FaultProxy): Contestant {
  return {
    name: 'lithops',
    run: () => counted(ceph, proxy),
    close: async () => {
      await proxy.stop();
      await ceph.stop();
    },
  };
}

async function counted(ceph: Ceph, proxy: FaultProxy): Promise<Sample> {
  const exec = new FunctionExecutor({
    ...storedIn({ ...ceph, endpoint: proxy.endpoint }),
    monitoring: 'storage',
    maxWorkers: 2,
  });
  const items = Array.from({ length: CALLS }, (_, index) => index);
  const { ms } = await timed(async () => {
    const results = await exec.map((x: number) => x * 2, items, { chunkSize: CHUNK_SIZE });
    if (results.some((result, index) => result !== index * 2)) throw new Error('Expected the doubles.');
  });
  const { statuses, reads, pagesOfPolls } = jobRequests(proxy.requests);
  await exec.close();
  return {
    ms,
    also: {
      'LISTs per poll': Math.max(...pagesOfPolls),
      polls: pagesOfPolls.length,
      'GETs of inline results': reads.length,
      'PUTs of statuses per call': statuses.length / CALLS,
      'objects left': await objectsLeft(ceph),
    },
  };
}

async function objectsLeft(ceph: Ceph): Promise<number> {
  const { storage, config } = storedIn(ceph);
  await using stored = new Storage({ storage, config });
  const keys = await stored.listKeys(bucket);
  return keys.filter((key) => !key.startsWith('lithops.runtimes/')).length;
}
