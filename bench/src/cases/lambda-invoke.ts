import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type BenchCase, type Contestant, nothingToClose, type Sample } from '../case.js';

const INVOCATIONS = 2000;
const BYTES = 1024;
const SDK = 'SDK, plain send';

/** What the client pays for each activation on Lambda: processor time, not time, against a server in another process. */
export const lambdaInvoke: BenchCase = {
  name: 'Lambda: client CPU per synchronous invoke of 1 kB',
  against: SDK,
  target: 0.6,
  rounds: 7,
  open: async () => {
    const { endpoint, stop } = await startServer();
    return [contestant('lithops', 'lithops', endpoint, stop), contestant(SDK, 'sdk', endpoint)];
  },
};

/** A fresh process each time: what one has compiled does not help the other. */
function contestant(
  name: string,
  by: 'lithops' | 'sdk',
  endpoint: string,
  close: () => Promise<void> = nothingToClose,
): Contestant {
  const how = { endpoint, by, invocations: INVOCATIONS, warmUp: INVOCATIONS / 4, atOnce: 20, bytes: BYTES };
  const run = async (): Promise<Sample> => {
    const child = program('lambda-invocations.mjs');
    child.stdin.end(JSON.stringify(how));
    return { ms: JSON.parse(await text(child.stdout)).cpuMs };
  };
  return { name, run, close };
}

async function startServer(): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const child = program('bare-lambda.mjs', String(BYTES));
  const [port] = await once(createInterface(child.stdout), 'line');
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => stopped(child) };
}

async function stopped(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.stdin?.end();
  await gone;
}

function program(file: string, ...parameters: readonly string[]) {
  const entry = fileURLToPath(new URL(`../workers/${file}`, import.meta.url));
  return spawn(process.execPath, ['--no-warnings', entry, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}
