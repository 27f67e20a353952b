import assert from 'node:assert/strict';
import type { ComputeBackend } from '@lithops/core/spec';
import type { PromiseGroup } from './promised.js';
import { has } from './unless.js';

/** What is deployed in an account, and gets out of it again. Last of all: `clean` deletes what others have deployed. */
export const runtimes: PromiseGroup = {
  title: 'runtimes',
  promises: [
    {
      name: 'are listed, deleted, and deployed again by the next job',
      promise: 'listRuntimes tells of what deployRuntime has made, until deleteRuntime has deleted it',
      unless: has('listRuntimes'),
      test: (platform) =>
        platform.run(async (exec, watch) => {
          assert.equal(await exec.callAsync((n: number) => n, 1), 1);
          const { backend } = watch;
          const id = watch.runtimes[0]?.id ?? '';
          const listed = (await backend.listRuntimes?.())?.find((runtime) => runtime.id === id);
          assert.ok(listed !== undefined, `listRuntimes does not tell of ${id}, which a call has run on`);
          await backend.deleteRuntime?.(listed);
          assert.ok(!(await idsOf(backend)).includes(id), `deleteRuntime has resolved, and ${id} is listed`);
          await backend.deleteRuntime?.(listed);
          assert.equal(await exec.callAsync((n: number) => n, 2), 2, 'the next job ran on no new runtime');
          assert.ok((await idsOf(backend)).includes(id), 'a runtime that was deployed again is not listed');
        }),
    },
    {
      name: 'are all gone when they were cleaned',
      promise: 'clean deletes all that was deployed by this user, and can be called when nothing is there',
      unless: has('clean'),
      test: (platform) =>
        platform.run(async (exec, watch) => {
          assert.equal(await exec.callAsync((n: number) => n, 1), 1);
          const { backend } = watch;
          await backend.clean?.({ all: false });
          assert.deepEqual(await idsOf(backend), [], 'clean has resolved, and runtimes are listed');
          await backend.clean?.({ all: false });
        }),
    },
    {
      name: 'and their account are examined without changing anything',
      promise: 'doctor gives findings: a level, and a message of one line',
      unless: has('doctor'),
      test: async (platform) => {
        const backend = await platform.open();
        try {
          const findings = (await backend.doctor?.(new AbortController().signal)) ?? [];
          for (const { level, message } of findings) {
            assert.ok(['ok', 'warning', 'problem'].includes(level), `a finding has level ${level}`);
            assert.ok(message !== '' && !message.includes('\n'), `a finding says ${JSON.stringify(message)}`);
          }
        } finally {
          await backend.close();
        }
      },
    },
  ],
};

async function idsOf(backend: ComputeBackend): Promise<readonly string[]> {
  const listed = (await backend.listRuntimes?.()) ?? [];
  return listed.map(({ id }) => id);
}
