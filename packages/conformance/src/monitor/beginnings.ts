import type { Halves } from './halves.js';
import type { Listener } from './listener.js';
import { promises } from './promises.js';
import { report } from './reports.js';
import type { RemoteReporter, WorkerProcess } from './worker-process.js';

/** The job that most tests are about. */
export const JOB = 'M0000';

/** A client that watches {@link JOB}. */
export async function watching(halves: Halves): Promise<Listener> {
  const listener = await halves.listen();
  listener.client.watch({ executorId: halves.executorId, jobId: JOB });
  return listener;
}

/** The same, and a reporter in a process of its own. */
export async function watchingOne(
  halves: Halves,
): Promise<{ readonly listener: Listener; readonly reporter: RemoteReporter }> {
  return { listener: await watching(halves), reporter: await halves.reporter() };
}

/** The same, when the client has heard of a first report. */
export async function heardOne(halves: Halves): Promise<{
  readonly listener: Listener;
  readonly worker: WorkerProcess;
  readonly reporter: RemoteReporter;
}> {
  const listener = await watching(halves);
  return { listener, ...(await hears(halves, listener)) };
}

export async function hears(halves: Halves, listener: Listener) {
  const worker = await halves.worker();
  const reporter = await worker.reporter(halves.executorId);
  await reporter.outcome(report(JOB, 0));
  await reporter.flush();
  await listener.hears(promises.flushed, JOB, [report(JOB, 0)]);
  return { worker, reporter };
}
