import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { failureOf } from '../ends.js';
import type { PromiseGroup } from './promised.js';
import { both, has, keepsLogs, takesActivations } from './unless.js';

/** What calls write. */
export const logs: PromiseGroup = {
  title: 'logs',
  unless: keepsLogs,
  promises: [
    {
      name: 'have what each call wrote, and nothing of others',
      promise: 'capabilities.logs is true: what a call writes is there to be read',
      test: (platform) =>
        platform.run(async (exec) => {
          const words = [`first ${randomUUID()}`, `second ${randomUUID()}`];
          const list = exec.map(
            (text: string) => {
              console.log(text);
              return text.length;
            },
            words,
            { chunkSize: 2 },
          );
          await list;
          for (const [index, own = ''] of words.entries()) {
            let text = '';
            await platform.patience.until(async () => {
              text = (await list.at(index)?.logs()) ?? '';
              return text.includes(own);
            }, `the log of call ${index} did not have what it wrote`);
            const other = words[1 - index] ?? '';
            assert.ok(!text.includes(other), `the log of call ${index} has what the other wrote`);
          }
        }),
    },
    {
      name: 'are found by the id of the request',
      promise: "readLogs takes the platform's id of a request and gives what the activation wrote",
      unless: both(takesActivations, has('readLogs')),
      test: (platform) =>
        platform.run(async (exec, watch) => {
          const word = randomUUID();
          await exec.callAsync((text: string) => console.log(text), word);
          const end = await watch.invocations[0]?.ended;
          assert.ok(end !== undefined && 'reply' in end);
          const text = await watch.backend.readLogs?.(end.reply.requestId, {
            waitMs: platform.patience.patienceMs,
          });
          assert.ok(text?.includes(word), `the log is ${JSON.stringify(text)}`);
        }),
    },
    {
      name: 'are LITHOPS_LOG_NOT_FOUND where there is none',
      promise: 'readLogs throws LITHOPS_LOG_NOT_FOUND for a request that it does not know',
      unless: has('readLogs'),
      test: (platform) =>
        platform.run(async (exec, watch) => {
          await exec.callAsync((n: number) => n, 1);
          const read = watch.backend.readLogs?.(randomUUID()) ?? Promise.resolve('');
          const error = await failureOf(read, 'readLogs to reject');
          assert.equal('code' in error && error.code, 'LITHOPS_LOG_NOT_FOUND', error.message);
        }),
    },
  ],
};
