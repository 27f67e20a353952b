import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * Resolves when a Redis server answers on a port of the loopback interface.
 *
 * @throws Error when none does, or `signal` is aborted first
 */
export async function expectRedis(port: number, password: string, signal: AbortSignal): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect', { signal });
    socket.write(`AUTH ${password}\r\nPING\r\n`);
    let answer = '';
    while (!answer.endsWith('+PONG\r\n')) {
      const [chunk] = await once(socket, 'data', { signal });
      answer += String(chunk);
      if (answer.includes('-'))
        throw new Error(`Expected Redis on port ${port} to be ready, got ${answer.trim()}.`);
    }
  } finally {
    socket.destroy();
  }
}
