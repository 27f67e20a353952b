import { messageOf } from '../util/thrown.js';
import { CALL_PROCESS_VARIABLE, type FromCallProcess, type ToCallProcess } from './call-process-messages.js';
import { type RunActivationOptions, SplitActivation } from './run-activation.js';
import { attributeStrayErrors } from './stray-errors.js';
import type { WorkerHost } from './worker-host.js';

/** What one activation's calls are run with. */
export interface CallSession {
  readonly host: WorkerHost;
  /** Told of each that is about to run. */
  readonly onCall?: RunActivationOptions['onCall'];
  /** No call of it is begun any more. */
  end(): void;
}

/** Was this process started by {@link CallProcesses}, to run calls and nothing else? */
export function isCallProcess(): boolean {
  return process.env[CALL_PROCESS_VARIABLE] !== undefined && process.send !== undefined;
}

/**
 * Runs the calls that the process tells which started this one, one at a time, and ends with it.
 *
 * @param open - makes what calls are run with, from the `context` that `CallProcesses.run` was given: `C` is what that was
 */
export function serveCalls<C>(open: (context: C) => CallSession): void {
  delete process.env[CALL_PROCESS_VARIABLE];
  const send = process.send?.bind(process);
  const tell = (message: FromCallProcess): void => void send?.(message);
  let session: CallSession | undefined;
  let split: Promise<SplitActivation> | undefined;
  attributeStrayErrors((warning) => console.warn(warning));
  process.on('disconnect', () => process.exit(0));
  process.on('message', (message: ToCallProcess<C>) => {
    switch (message.kind) {
      case 'open':
        session = open(message.context);
        split = SplitActivation.open(message.body, session.host);
        return;
      case 'run':
        if (session !== undefined && split !== undefined) void run(message, session, split);
        return;
      case 'close':
        session?.end();
        session = undefined;
        split = undefined;
    }
  });

  async function run(
    { position, deadlineEpochMs }: Extract<ToCallProcess<C>, { kind: 'run' }>,
    { host, onCall }: CallSession,
    opened: Promise<SplitActivation>,
  ): Promise<void> {
    try {
      const activation = await opened;
      tell({ kind: 'begun' });
      tell({ kind: 'reply', body: await activation.run(position, { host, deadlineEpochMs, onCall }) });
    } catch (error) {
      // Nobody else would tell of it, and the call would be waited for until its time is over.
      tell({ kind: 'unable', why: messageOf(error) });
    }
  }
}
