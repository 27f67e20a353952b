import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Capabilities, ComputeBackend } from '@lithops/core/spec';
import type { Promised, PromiseGroup } from './promised.js';
import { has } from './unless.js';

/** What is declared, and whether it fits together. */
export const declared: PromiseGroup = {
  title: 'what it declares',
  promises: [
    consistent(
      'has replies by its kind of dispatch',
      "capabilities.replies has 'inline', 'none' or both where there is invoke, and is empty for job backends",
      ({ dispatch, capabilities: { replies } }) => {
        const isKnown = replies.every((reply) => reply === 'inline' || reply === 'none');
        const isRight = dispatch === 'job' ? replies.length === 0 : replies.length > 0;
        const isOnce = new Set(replies).size === replies.length;
        assert.ok(isKnown && isRight && isOnce, `dispatch is '${dispatch}' and replies ${inspect(replies)}`);
      },
    ),
    consistent(
      'has sizes for what it carries',
      'each declared way of replying has a largest payload, and inline replies a largest reply',
      ({ dispatch, capabilities: { replies, maxPayloadBytes, maxReplyBytes } }) => {
        const modes = dispatch === 'job' ? (['none'] as const) : replies;
        for (const mode of modes) checkCount(`maxPayloadBytes.${mode}`, maxPayloadBytes[mode]);
        if (replies.includes('inline')) checkCount('maxReplyBytes', maxReplyBytes);
      },
    ),
    consistent(
      'has a number of calls and of workers',
      'capabilities.maxCallsPerActivation and defaultMaxWorkers are whole numbers from 1',
      ({ capabilities: { maxCallsPerActivation, defaultMaxWorkers } }) => {
        checkCount('maxCallsPerActivation', maxCallsPerActivation);
        checkCount('defaultMaxWorkers', defaultMaxWorkers);
      },
    ),
    consistent(
      'can cancel what it says',
      "capabilities.cancel is 'none' without cancelActivation, and 'queued' or 'running' with it",
      ({ dispatch, capabilities: { cancel }, cancelActivation }) => {
        assert.ok(
          ['none', 'queued', 'running'].includes(cancel),
          `capabilities.cancel is ${inspect(cancel)}`,
        );
        // Handles of jobs cancel theirs.
        if (dispatch === 'job') return;
        const method = cancelActivation === undefined ? 'no cancelActivation' : 'a cancelActivation';
        assert.equal(
          cancelActivation !== undefined,
          cancel !== 'none',
          `capabilities.cancel is '${cancel}', and it has ${method}`,
        );
      },
    ),
    consistent(
      'has logs when it reads them',
      'capabilities.logs is true where there is readLogs',
      ({ capabilities: { logs }, readLogs }) => {
        assert.equal(typeof logs, 'boolean', `capabilities.logs is ${inspect(logs)}`);
        assert.ok(readLogs === undefined || logs, 'capabilities.logs is false, and it has readLogs');
      },
    ),
    consistent(
      'streams and tells of starts only where it replies',
      'capabilities.streamsReplies and tellsStart are about invoke, and streaming about inline replies',
      ({ dispatch, capabilities: { streamsReplies = false, tellsStart = false, replies } }) => {
        assert.ok(dispatch === 'activation' || !tellsStart, 'tellsStart is true, and it has no invoke');
        assert.ok(
          replies.includes('inline') || !streamsReplies,
          'streamsReplies is true without inline replies',
        );
      },
    ),
    consistent(
      'says whose files its workers see, and where packages go',
      'capabilities.sharesClientFilesystem is true or false, and workerPlatform is there only where workers are uploaded',
      ({ capabilities: { sharesClientFilesystem, workerPlatform, uploadsWorker = false } }) => {
        assert.equal(typeof sharesClientFilesystem, 'boolean');
        assert.ok(
          workerPlatform === undefined || uploadsWorker,
          'it has a workerPlatform, and uploads no worker',
        );
      },
    ),
    consistent(
      'deletes the runtimes that it lists',
      'listRuntimes and deleteRuntime come together',
      ({ listRuntimes, deleteRuntime }) => {
        assert.equal(listRuntimes === undefined, deleteRuntime === undefined, 'it has one without the other');
      },
    ),
    {
      name: 'is the same for all backends of a plug-in and does not change',
      promise: 'capabilities are data',
      test: async (platform) => {
        const other = await platform.open();
        try {
          const { capabilities } = await platform.backend();
          assert.deepEqual(plain(other.capabilities), plain(capabilities));
        } finally {
          await other.close();
        }
      },
    },
    {
      name: 'has prices that do not fall with time or memory',
      promise: 'price is US dollars, 0 or more, and never less for a longer call or more memory',
      unless: has('price'),
      test: async (platform) => checkPrices(await platform.backend()),
    },
  ],
};

function consistent(name: string, promise: string, check: (backend: ComputeBackend) => void): Promised {
  return { name, promise, test: async (platform) => check(await platform.backend()) };
}

function checkCount(key: string, value: unknown): void {
  assert.ok(
    typeof value === 'number' &&
      value >= 1 &&
      (Number.isInteger(value) || value === Number.POSITIVE_INFINITY),
    `capabilities.${key} must be a whole number from 1, and it is ${inspect(value)}`,
  );
}

function plain(capabilities: Capabilities): object {
  return { ...capabilities };
}

function checkPrices({ price }: ComputeBackend): void {
  const times = [0, 1, 100, 1000, 60_000, 900_000];
  const memories = [128, 256, 1024, 10_240];
  const usd = (execMs: number, memoryMb: number): number => price?.({ execMs, memoryMb }) ?? Number.NaN;
  for (const [step, execMs] of times.entries()) {
    for (const [size, memoryMb] of memories.entries()) {
      const value = usd(execMs, memoryMb);
      const what = `price({ execMs: ${execMs}, memoryMb: ${memoryMb} }) is ${value}`;
      assert.ok(Number.isFinite(value) && value >= 0, what);
      const [shorter = execMs, smaller = memoryMb] = [times[step - 1], memories[size - 1]];
      assert.ok(value >= usd(shorter, memoryMb), `${what}, less than for ${shorter} ms`);
      assert.ok(value >= usd(execMs, smaller), `${what}, less than for ${smaller} MB`);
    }
  }
}
