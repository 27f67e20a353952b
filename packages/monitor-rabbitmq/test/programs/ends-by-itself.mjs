import { FunctionExecutor } from '@lithops/core';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import { rabbitmq } from '@lithops/monitor-rabbitmq';

const [, , amqpUrl = ''] = process.argv;
const exec = new FunctionExecutor({
  backend: inProcess(),
  storage: memoryStorage(),
  monitoring: rabbitmq({ amqpUrl }),
});
const results = await exec.map((n) => n * 2, [1, 2, 3]);
await exec.close();
const closedMs = performance.now();
process.on('exit', () => {
  console.log(JSON.stringify({ results, afterCloseMs: performance.now() - closedMs }));
});
