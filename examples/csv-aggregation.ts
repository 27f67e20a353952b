// Generates a CSV file of measurements in a bucket (16 MB; the argument says another number), and finds the coldest, warmest
// and mean temperature of each city. The file is cut behind newlines, and nobody ever holds more of it than a block.
//   npx tsx csv-aggregation.ts 1000
import { FunctionExecutor, type ObjectPartition, obj, Storage } from '@lithops/core';

const cities = ['Bergen', 'Cádiz', 'Kraków', 'Mérida', 'Oulu', 'Porto', 'Zürich'];
/** Tenths of a degree, so that sums are exact. */
type Statistics = { rows: number; sum: number; least: number; most: number };
type ByCity = Map<string, Statistics>;

function add(all: ByCity, city: string, { rows, sum, least, most }: Statistics): void {
  const known = all.get(city);
  if (known === undefined) {
    all.set(city, { rows, sum, least, most });
    return;
  }
  known.rows += rows;
  known.sum += sum;
  known.least = Math.min(known.least, least);
  known.most = Math.max(known.most, most);
}

/** About `bytes` of rows, a block at a time; counts them on their way. */
async function* generate(bytes: number, written: { rows: number }): AsyncGenerator<Uint8Array> {
  for (let left = bytes; left > 0; ) {
    let block = '';
    for (; block.length < Math.min(left, 2 ** 20); written.rows++) {
      const place = Math.floor(Math.random() * cities.length);
      block += `${cities[place]},${(place * 4 + Math.random() * 20 - 10).toFixed(1)}\n`;
    }
    left -= block.length;
    yield Buffer.from(block);
  }
}

/** Runs in the workers, once for each part of the file. */
async function aggregate(part: ObjectPartition) {
  const found: ByCity = new Map();
  for await (const row of part.lines()) {
    const comma = row.indexOf(',');
    const tenths = Math.round(Number(row.slice(comma + 1)) * 10);
    add(found, row.slice(0, comma), { rows: 1, sum: tenths, least: tenths, most: tenths });
  }
  return found;
}

/** Runs in a worker, too, with what all parts came to. */
function merge(parts: ByCity[]) {
  const all: ByCity = new Map();
  for (const part of parts) for (const [city, statistics] of part) add(all, city, statistics);
  return all;
}

await using storage = new Storage();
await using exec = new FunctionExecutor();
const { bucket } = storage;
const key = 'csv-aggregation/measurements.csv';
const written = { rows: 0 };
const sizeBytes = Number(process.argv[2] ?? 16) * 1e6;

let startMs = performance.now();
const secondsSince = () => ((performance.now() - startMs) / 1000).toFixed(1);
await storage.putObject(bucket, key, ReadableStream.from(generate(sizeBytes, written)));
console.log(`${written.rows} rows generated in ${secondsSince()} s`);

startMs = performance.now();
const byCity = await exec.mapReduce(aggregate, obj({ bucket, key }), merge, { objChunkSize: 8 * 2 ** 20 });
const rows = [...byCity.values()].reduce((sum, city) => sum + city.rows, 0);
console.log(`${rows} rows read in ${secondsSince()} s`);
for (const [city, { rows, sum, least, most }] of [...byCity].sort(([a], [b]) => a.localeCompare(b))) {
  // Adding 0 makes 0 of -0, which would be printed as "-0.0".
  const degrees = [least, sum / rows, most].map((tenths) =>
    (Math.round(tenths) / 10 + 0).toFixed(1).padStart(6),
  );
  console.log(`${city.padEnd(8)}${degrees.join('')}`);
}
await storage.deleteObject(bucket, key);
