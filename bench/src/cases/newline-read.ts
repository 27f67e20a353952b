import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { FunctionExecutor, type ObjectPartition, obj, Storage } from '@lithops/core';
import { type BenchCase, type Contestant, type Sample, timed } from '../case.js';
import { bucket, type Ceph, startCeph, storedIn, whyNoCeph } from '../ceph.js';

const SIZE_BYTES = 2 ** 30;
const PART_BYTES = 2 ** 28;
const KEY = 'lines.txt';
const WARM_UP = 'a-few-lines.txt';
const ONE_GET = 'one ranged GET (SDK)';

/** A large object cut behind newlines and read by calls, one part after the other, against the same bytes in one answer. */
export const newlineRead: BenchCase = {
  name: '1 GB newline read',
  against: ONE_GET,
  // 0.9 of its throughput.
  target: 1.11,
  limits: { rssGrowthMb: 64 },
  rounds: 5,
  missing: whyNoCeph,
  open: async () => {
    const ceph = await startCeph();
    await store(ceph);
    return [await lithops(ceph), oneGet(ceph)];
  },
};

async function store(ceph: Ceph): Promise<void> {
  const { storage, config } = storedIn(ceph);
  await using stored = new Storage({ storage, config });
  await stored.createBucket(bucket);
  await stored.putObject(bucket, WARM_UP, lines(2 ** 20));
  await stored.putObject(bucket, KEY, ReadableStream.from(blocks()));
}

function* blocks(): Generator<Uint8Array<ArrayBuffer>> {
  const block = lines(2 ** 22);
  for (let written = 0; written < SIZE_BYTES; written += block.byteLength) yield block;
}

/** Of 100 bytes each on average, of uneven length. */
function lines(bytes: number): Uint8Array<ArrayBuffer> {
  let all = '';
  for (let line = 0; all.length < bytes; line++) all += `${'x'.repeat((line * 37) % 200)}\n`;
  return new Uint8Array(Buffer.from(`${all.slice(0, bytes - 1)}\n`));
}

async function lithops(ceph: Ceph): Promise<Contestant> {
  const exec = new FunctionExecutor({ ...storedIn(ceph), maxWorkers: 1 });
  await exec.map(drain, obj({ bucket, key: WARM_UP }));
  const run = async (): Promise<Sample> => {
    let rssGrowthMb = 0;
    const { ms } = await timed(async () => {
      const parts = await exec.map(drain, obj({ bucket, key: KEY }), { objChunkSize: PART_BYTES });
      const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
      if (bytes !== SIZE_BYTES) throw new Error(`Expected ${SIZE_BYTES} bytes in all parts, got ${bytes}.`);
      rssGrowthMb = Math.max(...parts.map((part) => part.rssGrowthMb));
    });
    return { ms, also: { rssGrowthMb } };
  };
  return { name: 'lithops (one worker, parts of 256 MB)', run, close: () => exec.close() };
}

/** Runs in the worker. */
async function drain(part: ObjectPartition) {
  const rssMb = () => process.memoryUsage.rss() / 2 ** 20;
  const beforeMb = rssMb();
  let bytes = 0;
  let mostMb = beforeMb;
  let chunks = 0;
  for await (const chunk of part.stream()) {
    bytes += chunk.byteLength;
    if (chunks++ % 256 === 0) mostMb = Math.max(mostMb, rssMb());
  }
  return { bytes, rssGrowthMb: mostMb - beforeMb };
}

/** A program of its own, that tells the time from the request to the last byte. */
function oneGet({ endpoint, credentials, stop }: Ceph): Contestant {
  const program = fileURLToPath(new URL('../workers/ranged-get.mjs', import.meta.url));
  const how = { endpoint, credentials, bucket, key: KEY, warmUp: WARM_UP, sizeBytes: SIZE_BYTES };
  const run = async (): Promise<Sample> => {
    const child = spawn(process.execPath, ['--no-warnings', program], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify(how));
    return { ms: JSON.parse(await text(child.stdout)).ms };
  };
  return { name: ONE_GET, run, close: stop };
}
