import type { ChannelModel } from 'amqplib';

/**
 * What amqplib has no word for. It keeps the socket and two timers of its heartbeat on the connection; where one is missing,
 * nothing happens here, and the tests that programs end tell.
 */
interface Inside {
  readonly stream?: { unref?: () => void; destroy?: () => void };
  readonly heartbeater?: { readonly sendTimer?: NodeJS.Timeout; readonly recvTimer?: NodeJS.Timeout };
}

/** The process may end though the connection is open. */
export function letProcessEnd(model: ChannelModel): void {
  const { stream, heartbeater } = inside(model);
  stream?.unref?.();
  heartbeater?.sendTimer?.unref();
  heartbeater?.recvTimer?.unref();
}

/** Ends the connection without a word: whoever is at its other end may be gone. */
export function destroy(model: ChannelModel): void {
  inside(model).stream?.destroy?.();
}

function inside({ connection }: ChannelModel): Inside {
  return connection as Inside;
}
