import { computeBackendSuite } from '@lithops/conformance';
import { http } from 'lithops-backend-http';
import { startServer, type WorkerServer } from 'lithops-backend-http/server';
import { afterAll, beforeAll, describe, it } from 'vitest';

const token = 'a-secret-of-this-test';
let server: WorkerServer;

// #region suite
computeBackendSuite(
  { describe, it, beforeAll, afterAll },
  {
    create: async () => {
      server ??= await startServer({ token });
      return http({ url: server.url, token });
    },
    teardown: () => server.close(),
  },
);
// #endregion suite
