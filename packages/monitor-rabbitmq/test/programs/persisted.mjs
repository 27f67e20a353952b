// One client of a persisted job: `begin` is killed when all calls before number 4 have ended, `resume` goes on and says what
// the calls came to. From number 4 on they wait for the file `go`.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FunctionExecutor } from '@lithops/core';
import { rabbitmq } from '@lithops/monitor-rabbitmq';

const [, , how, amqpUrl = '', folder = '', jobId = ''] = process.argv;

/** Leaves a mark for each time it runs. */
const work = async (n) => {
  const { existsSync, appendFileSync } = await import('node:fs');
  appendFileSync(`${folder}/ran-${n}`, 'x');
  while (n >= 4 && !existsSync(`${folder}/go`)) await new Promise((resolve) => setTimeout(resolve, 5));
  return n * 2;
};

const options = { monitoring: rabbitmq({ amqpUrl }), maxWorkers: 2, progress: false };

if (how === 'resume') {
  console.log(JSON.stringify(await FunctionExecutor.resume(jobId, work, options)));
} else {
  const exec = new FunctionExecutor({ ...options, persist: true });
  const list = exec.map(work, [0, 1, 2, 3, 4, 5, 6, 7], { chunkSize: 1 });
  await Promise.all([...list].slice(0, 4));
  while (![4, 5].every((n) => existsSync(join(folder, `ran-${n}`)))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  writeFileSync(join(folder, 'job'), list.jobId);
  await list;
}
