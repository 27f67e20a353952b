import { type ChildProcess, spawn } from 'node:child_process';
import { faas } from '@lithops/testing-backends';
import { afterAll } from 'vitest';
import { type Broken, broken, brokenBase } from './broken-plugin.js';

const left: (NodeJS.Timeout | ChildProcess)[] = [];

/** What the broken backends leave does not stay with the tests. */
export function removeLeft(): void {
  afterAll(() => {
    for (const thing of left.splice(0)) {
      if ('kill' in thing) thing.kill('SIGKILL');
      else clearInterval(thing);
    }
  });
}

/** Declarations that are wrong, runtimes, and what stays behind. */
export const declaring: readonly Broken[] = [
  {
    that: 'makes a runtime of each deployment',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, (backend) => {
        let count = 0;
        return {
          deployRuntime: async (...given) => {
            const runtime = await backend.deployRuntime(...given);
            return { ...runtime, id: `${runtime.id}-${count++}` };
          },
        };
      }),
    fails: {
      'deployRuntime › gives the same runtime for the same spec': /deployRuntime is idempotent/,
      'deployRuntime › gives the same runtime to all who deploy at once': /deployRuntime is idempotent/,
    },
  },
  {
    that: 'deploys although its signal is aborted',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, (backend) => ({
        deployRuntime: (spec, worker) => backend.deployRuntime(spec, worker, new AbortController().signal),
      })),
    fails: {
      'deployRuntime › gives up when its signal is aborted, and can be asked again':
        /deployRuntime rejects when its signal is aborted/,
    },
  },
  {
    that: 'has a cancelActivation and says that nothing can be cancelled',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, ({ capabilities }) => ({
        capabilities: { ...capabilities, cancel: 'none' },
      })),
    fails: {
      'what it declares › can cancel what it says':
        /capabilities\.cancel is 'none', and it has a cancelActivation/,
    },
  },
  {
    that: 'takes less for longer calls',
    plugin: (fleet) =>
      brokenBase(faas({ fleet }).plugin, () => ({ price: ({ execMs }) => 1 / (1 + execMs) })),
    fails: { 'what it declares › has prices that do not fall with time or memory': /less than for/ },
  },
  {
    that: 'lists no runtimes',
    plugin: (fleet) =>
      brokenBase(faas({ fleet }).plugin, () => ({
        listRuntimes: async () => [],
        deleteRuntime: async () => undefined,
      })),
    fails: {
      'runtimes › are listed, deleted, and deployed again by the next job':
        /listRuntimes does not tell of faas-/,
    },
  },
  {
    that: 'leaves a timer',
    plugin: (fleet) =>
      brokenBase(faas({ fleet }).plugin, () => {
        left.push(setInterval(() => undefined, 1000));
        return {};
      }),
    fails: { 'close() › leaves nothing that keeps the program alive, and no process': /× Timeout/ },
  },
  {
    that: 'leaves a process',
    plugin: (fleet) =>
      brokenBase(faas({ fleet }).plugin, () => {
        const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)'], { stdio: 'ignore' });
        child.unref();
        left.push(child);
        return {};
      }),
    fails: { 'close() › leaves nothing that keeps the program alive, and no process': /× child process/ },
  },
];
