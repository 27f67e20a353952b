import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Hands all bytes on to a server, and counts the connections over which functions are invoked. Ends with the test. */
export async function countingProxy(endpoint: string) {
  const { hostname, port } = new URL(endpoint);
  const open = new Set<Socket>();
  const invoking = new Set<Socket>();
  let most = 0;
  const server = createServer((socket) => {
    const onward = connect(Number(port), hostname);
    for (const one of [socket, onward]) open.add(one.on('error', () => undefined));
    socket.on('data', (bytes) => {
      if (bytes.includes('/invocations HTTP/1.1')) invoking.add(socket);
      most = Math.max(most, invoking.size);
    });
    socket.on('close', () => invoking.delete(socket));
    socket.pipe(onward).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${Object(server.address()).port}`,
    /** At the same time. */
    mostConnections: () => most,
  };
}
