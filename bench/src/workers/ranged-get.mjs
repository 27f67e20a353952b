// Reads an object with one ranged GET of the SDK, to nowhere, and prints what it took.
import { json } from 'node:stream/consumers';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';

const { endpoint, credentials, bucket, key, warmUp, sizeBytes } = await json(process.stdin);
const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });

async function read(Key, Range) {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key, Range }));
  let bytes = 0;
  for await (const chunk of Body) bytes += chunk.byteLength;
  return bytes;
}

await read(warmUp);
const startedMs = performance.now();
const bytes = await read(key, `bytes=0-${sizeBytes - 1}`);
const ms = performance.now() - startedMs;
if (bytes !== sizeBytes) throw new Error(`Expected ${sizeBytes} bytes, got ${bytes}.`);
client.destroy();
console.log(JSON.stringify({ ms }));
