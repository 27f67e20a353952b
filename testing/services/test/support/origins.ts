import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { LoopbackServer } from '../../src/http/loopback-server.js';
import { startFaultProxy } from '../../src/index.js';

/** What a server that only tells what it heard has heard. */
export interface Heard {
  readonly line: string;
  readonly host: string | undefined;
  readonly bytes: number;
}

/** A proxy in front of a server that answers each request with `reply`, and what that server has heard. */
export async function proxyToOrigin(reply = 'x'.repeat(1_000)) {
  const heard: Heard[] = [];
  const origin = await LoopbackServer.start(async (request, response) => {
    const { method, url, headers } = request;
    const bytes = await buffer(request).then(
      ({ length }) => length,
      () => -1,
    ); // -1: it never came to an end
    heard.push({ line: `${method} ${url}`, host: headers.host, bytes });
    response.writeHead(200, { 'x-origin': 'yes', 'content-length': reply.length });
    response.end(method === 'HEAD' ? '' : reply);
  });
  const proxy = await startFaultProxy({ target: origin.endpoint });
  onTestFinished(async () => {
    await proxy.stop();
    await origin.stop();
  });
  return { proxy, heard };
}
