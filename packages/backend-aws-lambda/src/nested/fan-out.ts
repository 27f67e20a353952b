import { TransportError } from '@lithops/core/spec';
import { EventSettings } from '../invoke/event-settings.js';
import type { FanOutEvent, FanOutOutcome, FanOutReply } from '../invoke/fan-out-event.js';
import type { InvocationEvent } from '../invoke/invocation.js';
import { Invoker } from '../invoke/invoker.js';
import { asNotAllowed } from './not-allowed.js';
import { clientFor, ownFunction } from './own-function.js';

/** Requests at once: what the processor of a small function can sign meanwhile. */
const AT_ONCE = 64;

/** Invokes the function that runs here once for each event, and says what became of each. */
export async function fanOut({ fanOut: asked, caller }: FanOutEvent): Promise<FanOutReply> {
  const { name, settings } = ownFunction({ ...caller, sockets: AT_ONCE });
  const client = clientFor(settings);
  const events = new EventSettings(client);
  const invoker = new Invoker(client, { ...caller, ...settings }, events);
  try {
    // The client has seen to it that events of the function run once, before it sent this.
    events.trust(name);
    const outcomes: FanOutOutcome[] = [];
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let position = next++; position < asked.length; position = next++) {
        const event = asked[position];
        if (event !== undefined) outcomes[position] = await send(invoker, name, event);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return outcomes;
  } finally {
    invoker.close();
    client.destroy();
  }
}

async function send(invoker: Invoker, name: string, event: InvocationEvent): Promise<FanOutOutcome> {
  try {
    const { requestId } = await invoker.sendEvent(name, Buffer.from(JSON.stringify(event)));
    return { requestId };
  } catch (error) {
    const failure = asNotAllowed(name, error);
    if (!(failure instanceof TransportError)) throw failure;
    const { kind, message, retryAfterMs } = failure;
    return { kind, message, retryAfterMs };
  }
}
