// Begins two jobs, one of which is kept to be resumed, and waits for results that do not come: it gets killed. With the id of
// that job, it resumes it and prints its results.
import { setTimeout as pause } from 'node:timers/promises';
import { FunctionExecutor } from '@lithops/core';

const [, , configFile, jobId] = process.argv;
const options = { configFile, monitoring: 'storage', maxWorkers: 2, progress: false };

/** Have no result before `go` is there; but the first item of `store` has one, which is a cloud object. */
const double = async (x, { storage }) => {
  while ((await storage.listKeys(storage.bucket, 'go')).length === 0) await pause(50);
  return x * 2;
};
const store = async (x, ctx) => (x === 0 ? ctx.storage.putCloudObject('of a call') : double(x, ctx));

async function begin() {
  const plain = new FunctionExecutor(options);
  const kept = new FunctionExecutor({ ...options, persist: true });
  const items = [0, 1, 2, 3];
  const jobs = [plain.map(store, items, { chunkSize: 1 }), kept.map(double, items, { chunkSize: 1 })];
  console.log(JSON.stringify({ plain: plain.executorId, kept: jobs[1].jobId }));
  await Promise.all(jobs);
}

if (jobId === undefined) await begin();
else console.log(JSON.stringify(await FunctionExecutor.resume(jobId, double, options)));
