import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A port of the loopback interface that nobody uses at this moment. Somebody may by the time it is wanted. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string')
    throw new Error(`Expected a port, got ${JSON.stringify(address)}.`);
  return address.port;
}

/**
 * Resolves when somebody listens on a port of the loopback interface.
 *
 * @throws Error when nobody does, or `signal` is aborted first
 */
export async function expectListener(port: number, signal: AbortSignal): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect', { signal });
  } finally {
    socket.destroy();
  }
}
