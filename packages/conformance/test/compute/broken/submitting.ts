import { batch } from '@lithops/testing-backends';
import { withMethods } from '../../../src/compute/with-methods.js';
import { type Broken, brokenJobs, never } from './broken-plugin.js';

const oneDied = 'a whole job › tells of the worker that died, and of no other';

/** Backends that take whole jobs. */
export const submitting: readonly Broken[] = [
  {
    that: 'never ends failures() after one was told',
    plugin: (fleet) =>
      brokenJobs(batch({ fleet }).plugin, (backend) => ({
        async submit(job, signal) {
          const handle = await backend.submit(job, signal);
          return withMethods(handle, {
            async *failures() {
              let hasFailed = false;
              for await (const failure of handle.failures()) {
                hasFailed = true;
                yield failure;
              }
              if (hasFailed) await never();
            },
          });
        },
      })),
    fails: { [oneDied]: /all workers had ended, and failures\(\) had not/ },
  },
  {
    that: 'cancels all where some are meant',
    plugin: (fleet) =>
      brokenJobs(batch({ fleet }).plugin, (backend) => ({
        async submit(job, signal) {
          const handle = await backend.submit(job, signal);
          return withMethods(handle, { cancel: () => handle.cancel() });
        },
      })),
    fails: {
      'a whole job › goes on without those of its workers that are cancelled': /and the others go on/,
    },
  },
  {
    that: 'cancels nothing',
    plugin: (fleet) =>
      brokenJobs(batch({ fleet }).plugin, (backend) => ({
        submit: async (job, signal) =>
          withMethods(await backend.submit(job, signal), { cancel: async () => undefined }),
      })),
    fails: {
      'a whole job › goes on without those of its workers that are cancelled':
        /cancel\(activations\) stops these/,
      'a whole job › ends when all of it is cancelled': /failures\(\) had not ended/,
      'work that is given up › is stopped when its job is cancelled, before its slot is given away':
        /a slot is free when its work is gone/,
    },
  },
  {
    that: 'runs more workers than are allowed',
    plugin: (fleet) => {
      const { plugin, backend } = batch({ fleet });
      return {
        ...plugin,
        create: async (sections, context) => {
          await plugin.create(sections, context);
          backend.resize(8);
          return backend;
        },
      };
    },
    fails: {
      'workers at once › are never more than are allowed': /with maxWorkers: 2, [\d, ]+ calls saw each other/,
    },
  },
];
