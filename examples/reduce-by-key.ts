// Logs of several servers, one object each, which are cut into parts; then a reduce for each server puts together what its own
// parts came to. It begins when those are done, whatever the others do.
import { FunctionExecutor, type ObjectPartition, obj, Storage } from '@lithops/core';

const requests = 20_000;
const servers = ['antares', 'mira', 'rigel', 'vega'];

/** A line for each request: second of the day, status, milliseconds. The servers differ in how often they fail. */
function logOf(server: number): string {
  const lines = Array.from({ length: requests }, (_, n) => {
    const status = n % (50 * (server + 1)) === 0 ? 500 : 200;
    return `${(n * 4) % 86_400} ${status} ${10 + ((n * 7919) % 200)}\n`;
  });
  return lines.join('');
}

/** Runs in the workers, once for each part of a log. */
async function count(part: ObjectPartition) {
  const seen = { requests: 0, failures: 0, ms: 0 };
  for await (const line of part.lines()) {
    const [, status, ms] = line.split(' ');
    seen.requests++;
    seen.ms += Number(ms);
    if (status === '500') seen.failures++;
  }
  return seen;
}

await using storage = new Storage();
await using exec = new FunctionExecutor();
const { bucket } = storage;
for (const [place, server] of servers.entries())
  await storage.putObject(bucket, `reduce-by-key/${server}.log`, logOf(place));

const rows = await exec.mapReduce(
  count,
  obj(`${bucket}/reduce-by-key/*.log`),
  (parts, { object }) => {
    const sum = (of: 'requests' | 'failures' | 'ms') => parts.reduce((all, part) => all + part[of], 0);
    const server = object.key.replace(/^.*\/|\.log$/g, '');
    const failed = (100 * sum('failures')) / sum('requests');
    return `${server.padEnd(8)} ${sum('requests')} requests in ${parts.length} parts, ${failed.toFixed(2)} % failed, ${(sum('ms') / sum('requests')).toFixed(1)} ms each`;
  },
  { objReduceByKey: true, objChunkNumber: 4 },
);
for (const row of rows) console.log(row);
await storage.deleteObjects(bucket, storage.listKeys(bucket, 'reduce-by-key/'));
