import { Storage } from '@lithops/core';
import { redisUnderTest, whyNoRedis } from '@lithops/testing-services/redis';
import redis from 'lithops-storage-redis';

/** Runs a job as the configuration says, or on a backend that is named in code, and prints what came of it. */
export const jobProgram = `
import { FunctionExecutor } from '@lithops/core';
const [backend, url] = process.argv.slice(2);
const options = backend === undefined ? {} : { backend, config: { http: { url, token: 'secret' } } };
const exec = new FunctionExecutor(options);
try {
  const pids = await exec.map((n) => [n * n, process.pid], [1, 2, 3]);
  console.log(JSON.stringify(pids.map(([square]) => square)), pids.every(([, pid]) => pid !== process.pid));
} finally {
  await exec.close();
}
`;

/** What {@link jobProgram} prints when its calls ran in other processes. */
export const jobDone = '[1,4,9] true\n';

/** A worker writes into the store, and the client reads it. */
export const storeProgram = `
import { FunctionExecutor, Storage } from '@lithops/core';
const exec = new FunctionExecutor();
const store = new Storage();
try {
  const greet = (name, { storage }) => storage.putObject(storage.bucket, 'greeting', 'Hello ' + name);
  await exec.callAsync(greet, 'stranger').result();
  console.log(Buffer.from(await store.getObject(store.bucket, 'greeting')).toString());
} finally {
  await exec.close();
  await store.close();
}
`;

/** What {@link storeProgram} prints. */
export const storeDone = 'Hello stranger\n';

/** The store of {@link remoteFile}: that of a stranger, where there is a server for it. */
export const storage = whyNoRedis === undefined ? 'redis' : 'localhost';

const bucket = 'data-of-strangers';

/** The bucket that {@link remoteFile} names: nobody makes one by the way. */
export async function makeBucket(): Promise<void> {
  if (whyNoRedis !== undefined) return;
  await using store = new Storage({ storage: redis({ url: redisUnderTest().url }) });
  await store.createBucket(bucket);
}

/** Plug-ins of all kinds by name: each name leads to a package of somebody else's. */
export function remoteFile(serverUrl: string): string {
  return `
lithops:
  backend: http
  storage: ${storage}
  monitoring: ${storage === 'redis' ? 'socket' : 'direct'}
http:
  url: ${serverUrl}
  token: secret
${storage === 'redis' ? `redis: { url: '${redisUnderTest().url}', storage_bucket: ${bucket} }` : ''}
`;
}

/** A monitor by name that tells who has reported, for workers on this machine. */
export function monitoredFile(reports: string): string {
  return `
lithops:
  monitoring: folder
folder:
  path: ${reports}
`;
}
