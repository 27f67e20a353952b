import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

const sockets = new Set<Socket>();
let isCut = false;

// The servers of all monitors are in this process.
subscribe('net.server.socket', (message) => {
  const { socket } = message as { readonly socket: Socket };
  if (isCut) socket.destroy();
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
});

/** Hangs up on all workers, and on each that comes; gives what ends that. */
export function cutWay(): () => void {
  isCut = true;
  for (const socket of sockets) socket.destroy();
  return () => {
    isCut = false;
  };
}
