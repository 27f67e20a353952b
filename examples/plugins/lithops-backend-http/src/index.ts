import { LithopsError } from '@lithops/core';
import { defineComputePlugin, defineSection, workerEnvironment } from '@lithops/core/spec';
import { HttpBackend } from './http-backend.js';

/** `backend: http` in a file; in code, `backend: http({ url, token })`. */
export const http = defineComputePlugin({
  name: 'http',
  section: defineSection({
    url: { type: 'string', required: true, doc: 'Address of the worker server: http://10.0.0.5:8080' },
    token: { type: 'string', required: true, secret: true, doc: 'The token that the worker server demands' },
  }),
  worker: new URL('./worker.js', import.meta.url),
  create({ url, token }, context) {
    if (!/^https?:/.test(url) || !URL.canParse(url)) {
      const message = `Expected http.url to be an address such as http://10.0.0.5:8080, got "${url}".`;
      throw new LithopsError({ code: 'LITHOPS_CONFIG', message });
    }
    return new HttpBackend({ url, token }, workerEnvironment(context));
  },
});
