import { defineComputePlugin, defineSection, workerEnvironment } from '@lithops/core/spec';
import { HttpBackend } from './http-backend.js';
import { WorkerServerClient } from './worker-server-client.js';

/** `backend: http` in a file; in code, `backend: http({ url, token })`. */
export const http = defineComputePlugin({
  name: 'http',
  section: defineSection({
    url: { type: 'string', required: true, doc: 'Address of the worker server: http://10.0.0.5:8080' },
    token: { type: 'string', required: true, secret: true, doc: 'The token that the worker server demands' },
  }),
  worker: new URL('./worker.js', import.meta.url),
  create: ({ url, token }, context) =>
    new HttpBackend(new WorkerServerClient(url, token), workerEnvironment(context)),
});
