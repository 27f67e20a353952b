import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ConnectionLimits, Connections } from './connections.js';

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('Expected a port.');
  return address.port;
}

/** A server that takes connections apart by itself. */
function rawServer(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    onConnection(socket);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return portOf(server);
}

function httpServer(listener: RequestListener): Promise<number> {
  const server = createHttpServer(listener);
  onTestFinished(() => server.closeAllConnections());
  return portOf(server);
}

function connectionsTo(
  port: number,
  limits: Partial<ConnectionLimits> = {},
  protocol: 'http:' | 'https:' = 'http:',
): Connections {
  const address = {
    protocol,
    hostname: '127.0.0.1',
    port,
    host: `127.0.0.1:${port}`,
    basePath: '',
    scope: { region: 'eu-west-1', service: 'lambda' },
    userAgent: 'test',
  };
  const connections = new Connections(address, {
    sockets: 10,
    connectTimeoutMs: 60_000,
    answerTimeoutMs: 60_000,
    ...limits,
  });
  onTestFinished(() => connections.close());
  return connections;
}

function post(connections: Connections, body: Uint8Array = Buffer.from('{}'), signal?: AbortSignal) {
  const headers = { host: 'here' };
  return connections.post({ path: '/', headers, body, signal: signal ?? new AbortController().signal });
}

describe('a request', () => {
  it('is posted, and its answer read to the end', async () => {
    const port = await httpServer((request, response) => {
      response.writeHead(202, { 'x-amz-log-result': 'bG9n' }).write('first ');
      request.pipe(response);
    });
    const answer = await post(connectionsTo(port), Buffer.from('echo'));
    expect([answer.status, answer.headers['x-amz-log-result'], answer.body.toString()]).toEqual([
      202,
      'bG9n',
      'first echo',
    ]);
  });

  it('goes over a connection that is there', async () => {
    const ports = new Set<number | undefined>();
    const port = await httpServer((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    const connections = connectionsTo(port);
    for (let count = 0; count < 3; count++) await post(connections);
    expect(ports.size).toBe(1);
  });

  it('waits for a connection when there are as many as there may be', async () => {
    const waiting: (() => void)[] = [];
    let mostAtOnce = 0;
    const port = await httpServer((_, response) => {
      waiting.push(() => response.end());
      mostAtOnce = Math.max(mostAtOnce, waiting.length);
      if (waiting.length === 2) for (const answer of waiting.splice(0)) answer();
    });
    const connections = connectionsTo(port, { sockets: 2 });
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(connections)));
    expect(answers).toHaveLength(4);
    expect(mostAtOnce).toBe(2);
  });

  it('tells when it has a connection, and not before', async () => {
    const told: string[] = [];
    const port = await httpServer((_, response) => {
      told.push('answered');
      response.end();
    });
    const connections = connectionsTo(port, { sockets: 1 });
    const one = () =>
      connections.post({
        path: '/',
        headers: { host: 'here' },
        body: Buffer.from('{}'),
        signal: new AbortController().signal,
        onConnection: () => told.push('connected'),
      });
    await Promise.all([one(), one()]);
    expect(told).toEqual(['connected', 'answered', 'connected', 'answered']);
  });
});

describe('a request without an answer', () => {
  it('was not sent when there was no connection', async () => {
    const server = createServer();
    const port = await portOf(server);
    server.close();
    await once(server, 'close');
    await expect(post(connectionsTo(port))).rejects.toMatchObject({
      isSent: false,
      cause: { code: 'ECONNREFUSED' },
    });
  });

  it('was not sent when some of it was not taken', async () => {
    const port = await rawServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const large = new Uint8Array(64 * 1024 * 1024);
    await expect(post(connectionsTo(port), large)).rejects.toMatchObject({ isSent: false });
  });

  it('was sent when the connection ended later', async () => {
    const port = await rawServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await expect(post(connectionsTo(port))).rejects.toMatchObject({ isSent: true });
  });

  it('was sent when the connection ended within the answer', async () => {
    const port = await rawServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')),
    );
    await expect(post(connectionsTo(port))).rejects.toMatchObject({ isSent: true });
  });

  it('was not sent when nobody speaks TLS, or answers to it', async () => {
    const deaf = await rawServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 no\r\n\r\n')),
    );
    await expect(post(connectionsTo(deaf, {}, 'https:'))).rejects.toMatchObject({
      isSent: false,
      cause: { code: 'EPROTO' },
    });
    const silent = await rawServer(() => undefined);
    const connections = connectionsTo(silent, { connectTimeoutMs: 50 }, 'https:');
    await expect(post(connections)).rejects.toMatchObject({ isSent: false, name: 'TimeoutError' });
  });

  it('is given up after its time', async () => {
    const port = await rawServer(() => undefined);
    const connections = connectionsTo(port, { answerTimeoutMs: 50 });
    await expect(post(connections)).rejects.toMatchObject({ name: 'TimeoutError', isSent: true });
  });

  it('is given up when that is asked for, before and while it runs', async () => {
    const given = new AbortController();
    const port = await rawServer((socket) => socket.once('data', () => given.abort()));
    const connections = connectionsTo(port);
    const aborted = AbortSignal.abort();
    await expect(post(connections, undefined, aborted)).rejects.toMatchObject({
      name: 'AbortError',
      isSent: false,
    });
    await expect(post(connections, undefined, given.signal)).rejects.toMatchObject({
      name: 'AbortError',
      isSent: true,
    });
  });
});
