import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on this machine until the test has finished, and its address without `/` at the end. */
export async function serve(handler: Handler): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (!isNetworkAddress(address)) throw new Error('Expected the server to have a port.');
  return `http://127.0.0.1:${address.port}`;
}

function isNetworkAddress(
  address: ReturnType<ReturnType<typeof createServer>['address']>,
): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** The first and last byte that a request asks for. */
export function rangeOf(request: IncomingMessage): readonly [first: number, last: number] | undefined {
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  return range === null ? undefined : [Number(range[1]), Number(range[2])];
}

/** Answers as servers do that know ranges. */
export function ranged(content: string | Buffer, headers: Readonly<Record<string, string>> = {}): Handler {
  const bytes = Buffer.from(content);
  return (request, response) => {
    const [first, last] = rangeOf(request) ?? [0, bytes.length - 1];
    if (first >= bytes.length) {
      response.writeHead(416, { ...headers, 'content-range': `bytes */${bytes.length}` }).end();
      return;
    }
    const body = bytes.subarray(first, last + 1);
    const contentRange = `bytes ${first}-${first + body.length - 1}/${bytes.length}`;
    response
      .writeHead(206, { ...headers, 'content-range': contentRange, 'content-length': body.length })
      .end(body);
  };
}

/** Answers as servers do that know no ranges. */
export function whole(content: string | Buffer, headers: Readonly<Record<string, string>> = {}): Handler {
  const bytes = Buffer.from(content);
  return (_request, response) => {
    response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
  };
}
