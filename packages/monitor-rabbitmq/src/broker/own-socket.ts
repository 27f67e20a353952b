import type { ChannelModel } from 'amqplib';

/**
 * What amqplib has no word for. It keeps the socket and two timers of its heartbeat on the connection; where one is missing,
 * nothing happens here, and the tests that programs end tell.
 */
interface Inside {
  readonly stream?: { unref?: () => void; destroy?: (why: Error) => void };
  readonly heartbeater?: { readonly sendTimer?: NodeJS.Timeout; readonly recvTimer?: NodeJS.Timeout };
}

/** The process may end though the connection is open. */
export function letProcessEnd(model: ChannelModel): void {
  const { stream, heartbeater } = inside(model);
  stream?.unref?.();
  heartbeater?.sendTimer?.unref();
  heartbeater?.recvTimer?.unref();
}

/** Ends the connection without a word: whoever is at its other end may be gone. It hears of that by `close`. */
export function destroy(model: ChannelModel): void {
  // Without an error, amqplib would not notice, and its heartbeat go on.
  inside(model).stream?.destroy?.(new Error('the connection was given up'));
}

function inside({ connection }: ChannelModel): Inside {
  return connection as Inside;
}
