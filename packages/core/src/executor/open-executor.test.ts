import { expect, it, onTestFinished } from 'vitest';
import { localhost } from '../localhost/localhost-backend.js';
import { type CurrentCall, runAsCall } from '../worker/current-call.js';
import { makeHost } from '../worker/standard-host.js';
import { openExecutor } from './open-executor.js';
import type { ExecutorOptions } from './options.js';

const call: CurrentCall = {
  executorId: 'ab12cd-1',
  jobId: 'M0000',
  index: 0,
  host: makeHost(() => localhost()),
  storage: { name: 'localhost', bucket: '', sections: {} },
  monitoring: 'of-somebody-else#1',
};

function openInside(options?: ExecutorOptions): void {
  const core = runAsCall(call, () => openExecutor(options));
  onTestFinished(() => core.close());
}

it("an executor inside a call refuses the caller's monitor where it cannot have it, and takes another", () => {
  expect(() => openInside()).toThrow(
    /"of-somebody-else".* new FunctionExecutor\(\{ monitoring: 'storage' \}\)/,
  );
  expect(() => openInside({ monitoring: 'storage' })).not.toThrow();
});
