import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A way to a server that can be cut and mended, at the same address. */
export interface Network {
  readonly endpoint: string;
  /** From now on, nobody gets through, and who was connected is not any more. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export async function networkTo(target: string): Promise<Network> {
  const { port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((socket) => {
      const onward = connect(Number(targetPort), '127.0.0.1');
      for (const [one, other] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => sockets.delete(one));
      }
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server: Server | undefined = await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = async (): Promise<void> => {
    const closed = server === undefined ? undefined : once(server, 'close');
    server?.close();
    server = undefined;
    for (const socket of sockets) socket.destroy();
    await closed;
    // Until the clients have seen it, too: what they send on a connection that is gone may have arrived, for all they know.
    for (let turn = 0; turn < 5; turn++) await nextTurn();
  };
  onTestFinished(cut);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    cut,
    mend: async () => {
      server = await listen(port);
    },
  };
}
