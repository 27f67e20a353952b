import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { startTcpProxy, type TcpProxy } from '../src/index.js';

/** A server that sends back what it gets, and a proxy in front of it. */
async function echoing(): Promise<TcpProxy> {
  const server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  const proxy = await startTcpProxy({ host: '127.0.0.1', port: address.port });
  onTestFinished(async () => {
    await proxy.stop();
    server.close();
  });
  return proxy;
}

async function client(proxy: TcpProxy): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** `once` would throw what the reset is told by. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
}

async function echo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [bytes] = await once(socket, 'data');
  return String(bytes);
}

it('passes bytes both ways, and counts connections', async () => {
  const proxy = await echoing();
  expect(await echo(await client(proxy), 'hello')).toBe('hello');
  expect([proxy.open, proxy.made]).toEqual([1, 1]);
});

it('cuts what is open, and lets new connections pass', async () => {
  const proxy = await echoing();
  const socket = await client(proxy);
  await echo(socket, 'a');
  const closed = closeOf(socket);
  proxy.cut();
  await closed;
  expect(await echo(await client(proxy), 'b')).toBe('b');
});

it('cuts in the middle of what is sent', async () => {
  const proxy = await echoing();
  const socket = await client(proxy);
  proxy.cutAfter(3);
  const closed = closeOf(socket);
  socket.write('hello');
  await closed;
  expect(proxy.open).toBe(0);
});

it('refuses until it allows again', async () => {
  const proxy = await echoing();
  proxy.refuse();
  const refused = connect(proxy.port, '127.0.0.1');
  refused.on('error', () => undefined);
  await closeOf(refused);
  proxy.allow();
  expect(await echo(await client(proxy), 'c')).toBe('c');
});

it('forgets connections without a word to either end', async () => {
  const proxy = await echoing();
  const socket = await client(proxy);
  await echo(socket, 'a');
  proxy.forget();
  socket.write('nobody hears');
  expect(await echo(await client(proxy), 'new')).toBe('new');
  expect([socket.bytesRead, proxy.open]).toEqual([1, 2]);
});
