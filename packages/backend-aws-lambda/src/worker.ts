/** What runs in a function: the entry of its bundle. */
import { attributeStrayErrors, describeWorker, mustEndProcess, runActivation } from '@lithops/core/worker';
import { type InvocationEvent, RETIRED, toBytes, toText } from './invoke/invocation.js';
import { markOf } from './logs/log-lines.js';

interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Time to say that time is over, milliseconds. */
const MARGIN_MS = 500;
/** Something of a call may still run in this process. */
let isRetired = false;

// Lambda's own listeners end the process, whichever call of whichever invocation an error came from.
process.removeAllListeners('uncaughtException');
process.removeAllListeners('unhandledRejection');
attributeStrayErrors((warning) => {
  isRetired = true;
  console.warn(warning);
});

/** Runs one activation; what it gives is the reply's body as text. */
export async function handler(
  event: InvocationEvent | { readonly probe: true },
  context: LambdaContext,
): Promise<string> {
  if ('probe' in event) return JSON.stringify(describeWorker());
  if (isRetired) retire(context.awsRequestId);
  const deadlineEpochMs = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  const reply = await runActivation(toBytes(event.body), {
    deadlineEpochMs,
    onCall(call, of) {
      if (of > 1) process.stdout.write(`${markOf(call)}\n`);
    },
  });
  if (mustEndProcess(reply)) {
    // Nobody reads this reply, the outcomes are where they belong: this process need not take another event first.
    if (event.reply === 'none') process.exit(0);
    isRetired = true;
  }
  return toText(reply);
}

/** Nothing of this event has run: the client reads that from the log's end, and sends it again, to a new process. */
function retire(requestId: string): never {
  process.stdout.write(`${RETIRED} ${requestId}\n`);
  process.exit(1);
}
