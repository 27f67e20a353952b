import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';

export default defineConfig(
  library(
    { index: 'src/index.ts', worker: 'src/worker.ts' },
    {
      connect: 'src/broker/connect.ts',
      'rabbitmq-client': 'src/client/rabbitmq-client.ts',
      'rabbitmq-doctor': 'src/client/rabbitmq-doctor.ts',
    },
  ),
);
