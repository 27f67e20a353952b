import { FunctionExecutor } from '@lithops/core';
import { defineMonitorPlugin, defineSection, EventQueue, type Reporter } from '@lithops/core/spec';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

describe('the reporter of an activation', () => {
  it('is closed when all that it was given is told, and the activation has ended', async () => {
    const steps: string[][] = [];
    const exec = new FunctionExecutor({
      backend: inProcess(),
      storage: memoryStorage(),
      monitoring: noting(steps),
      maxWorkers: 1,
    });
    onTestFinished(() => exec.close());
    expect(await exec.map((n: number) => n, [1, 2, 3], { chunkSize: 1 })).toEqual([1, 2, 3]);
    await exec.close();
    expect(steps).toEqual(Array.from({ length: 3 }, () => ['outcome', 'flush', 'close']));
  });
});

/** A monitor in this process that notes what each of its reporters is asked. */
function noting(steps: string[][]) {
  const events = new EventQueue();
  const createReporter = (): Reporter => {
    const own: string[] = [];
    steps.push(own);
    return {
      started: () => undefined,
      outcome: ({ calls, body }) => {
        own.push('outcome');
        events.push({ type: 'report', jobId: calls[0]?.jobId ?? '', body });
      },
      flush: async () => void own.push('flush'),
      close: async () => void own.push('close'),
    };
  };
  return defineMonitorPlugin({
    name: 'noting',
    section: defineSection({}),
    worker: new URL(import.meta.url),
    create: () => ({
      specVersion: 1,
      name: 'noting',
      open: () => ({
        watch: () => undefined,
        unwatch: () => undefined,
        close: async () => events.close(),
        [Symbol.asyncIterator]: () => events[Symbol.asyncIterator](),
      }),
      createReporter,
    }),
  });
}
