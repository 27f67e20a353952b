// Runs on a backend whose close() never ends, and says when that has begun and when a second signal is late.
import { FunctionExecutor } from '@lithops/core';
import { defineComputePlugin, defineSection } from '@lithops/core/spec';

const backend = {
  specVersion: 1,
  name: 'stuck',
  dispatch: 'activation',
  capabilities: {
    replies: ['inline'],
    maxPayloadBytes: { inline: 1e6, none: 1e6 },
    maxReplyBytes: 1e6,
    maxCallsPerActivation: 1,
    defaultMaxWorkers: 1,
    cancel: 'none',
    logs: false,
    sharesClientFilesystem: true,
  },
  deployRuntime: async (spec) => ({ id: 'stuck', spec }),
  invoke: (_, { signal }) => {
    console.log('ready');
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  },
  close: () => {
    console.log('closing');
    setTimeout(() => console.log('still here'), 8000);
    return new Promise(() => undefined);
  },
};
const stuck = defineComputePlugin({
  name: 'stuck',
  section: defineSection({}),
  worker: new URL(import.meta.url),
  create: () => backend,
})({});

const exec = new FunctionExecutor({ backend: stuck, storage: 'localhost', progress: false });
exec.callAsync((x) => x, 1).catch((error) => console.log(error.code));
