import { once } from 'node:events';
import { connect } from 'node:net';

/** What a client begins with, and the type of the frame that the server begins with. */
const PROTOCOL_HEADER = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);
const METHOD_FRAME = 1;

/**
 * Resolves when a broker answers on a port of the loopback interface.
 *
 * @throws Error when none does, or `signal` is aborted first
 */
export async function expectBroker(port: number, signal: AbortSignal): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect', { signal });
    socket.write(PROTOCOL_HEADER);
    const [first] = await once(socket, 'data', { signal });
    if (!Buffer.isBuffer(first) || first[0] !== METHOD_FRAME)
      throw new Error(`Expected a broker on port ${port}, got ${first}.`);
  } finally {
    socket.destroy();
  }
}
