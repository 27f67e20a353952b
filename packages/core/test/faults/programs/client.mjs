// A client with one worker, whose pid it tells. argv: what the worker is at: `idle`, `blocks`, `waits` or `nested`;
// a number: signals itself so often; `own` for a listener of its own; `off` for handleSignals: false.
import { FunctionExecutor } from '@lithops/core';

const [what, ...rest] = process.argv.slice(2);
const exec = new FunctionExecutor({ maxWorkers: 1, progress: false, handleSignals: !rest.includes('off') });
if (rest.includes('own')) process.on('SIGTERM', () => console.log('own listener'));
if (rest.includes('closes')) process.on('SIGTERM', () => void exec.close());

const works = {
  idle: async () => undefined,
  blocks: async () => {
    for (;;);
  },
  waits: () => new Promise((resolve) => setTimeout(resolve, 60_000)),
  nested: async () => {
    const { FunctionExecutor: Inner } = await import('@lithops/core');
    await using_(new Inner(), (inner) =>
      inner.callAsync(() => new Promise((resolve) => setTimeout(resolve, 60_000))),
    );
  },
};

async function using_(inner, work) {
  try {
    return await work(inner);
  } finally {
    await inner.close();
  }
}

console.log(`worker ${await exec.callAsync(() => process.pid)}`);
const call = exec.callAsync(works[what]);
call.then(
  () => console.log('call ended'),
  (error) => console.log(`call failed: ${error.code}`),
);
while (call.state !== 'running' && call.state !== 'success')
  await new Promise((resolve) => setTimeout(resolve, 5));
if (what === 'idle') {
  await call;
  setInterval(() => undefined, 60_000);
}
console.log('ready');
