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

/** A backend and a store by name: each name leads to a package of somebody else's. */
export function remoteFile(serverUrl: string): string {
  return `
lithops:
  backend: http
  storage: shelf
http:
  url: ${serverUrl}
  token: secret
`;
}

/** A monitor by name, for workers on this machine. */
export function monitoredFile(reports: string): string {
  return `
lithops:
  monitoring: folder
folder:
  path: ${reports}
`;
}
