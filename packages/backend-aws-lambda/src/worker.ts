/**
 * What runs in a Lambda function: its handler.
 *
 * @packageDocumentation
 */
import {
  attributeStrayErrors,
  CallProcesses,
  describeWorker,
  isCallProcess,
  mustEndProcess,
  runActivation,
  serveCalls,
} from '@lithops/core/worker';
import type { FanOutEvent, FanOutReply } from './invoke/fan-out-event.js';
import { type InvocationEvent, RETIRED, toBytes, toText } from './invoke/invocation.js';
import { markOf } from './logs/log-lines.js';
import { MarkedLines } from './logs/marked-lines.js';
import { type EventContext, EventSession } from './nested/event-session.js';
import { ProcessSession } from './nested/process-session.js';

interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Time to say that time is over, milliseconds. */
const MARGIN_MS = 500;
/** Something of a call may still run in this process. */
let isRetired = false;
let processes: CallProcesses | undefined;

if (isCallProcess()) serveBesideOthers();
else ownErrors();

function serveBesideOthers(): void {
  const outputs = [new MarkedLines(process.stdout), new MarkedLines(process.stderr)];
  process.on('exit', () => {
    for (const output of outputs) output.flush();
  });
  serveCalls<EventContext>((context) => new ProcessSession(context, outputs));
}

/** Lambda's own listeners end the process, whichever call of whichever invocation an error came from. */
function ownErrors(): void {
  process.removeAllListeners('uncaughtException');
  process.removeAllListeners('unhandledRejection');
  attributeStrayErrors((warning) => {
    isRetired = true;
    console.warn(warning);
  });
}

/** Runs one activation; what it gives is the reply's body as text. */
export async function handler(
  event: InvocationEvent | FanOutEvent | { readonly probe: true },
  context: LambdaContext,
): Promise<string | FanOutReply> {
  if ('probe' in event) return JSON.stringify(describeWorker());
  if (isRetired) retire(context.awsRequestId);
  if ('fanOut' in event) return await (await import('./nested/fan-out.js')).fanOut(event);
  const deadlineEpochMs = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  const reply = await run(event, deadlineEpochMs);
  if (mustEndProcess(reply)) {
    // Nobody reads this reply, the outcomes are where they belong: this process need not take another event first.
    if (event.reply === 'none') process.exit(0);
    isRetired = true;
  }
  return toText(reply);
}

async function run({ reply, caller, body }: InvocationEvent, deadlineEpochMs: number) {
  const context: EventContext = { reply, caller };
  const session = new EventSession(context);
  const { host } = session;
  try {
    if (caller.processes === 1)
      return await runActivation(toBytes(body), { deadlineEpochMs, host, onCall: markCall });
    processes ??= new CallProcesses({ entry: new URL(import.meta.url), count: caller.processes });
    return await processes.run(toBytes(body), { deadlineEpochMs, host, context });
  } finally {
    session.end();
  }
}

/** Says whose the lines of the log are that come next. */
function markCall(call: Parameters<typeof markOf>[0], of: number): void {
  if (of > 1) process.stdout.write(`${markOf(call)}\n`);
}

/** Nothing of this event has run: the client reads that from the log's end, and sends it again, to a new process. */
function retire(requestId: string): never {
  process.stdout.write(`${RETIRED} ${requestId}\n`);
  process.exit(1);
}
