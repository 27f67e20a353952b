import http from 'node:http';

/**
 * @typedef {{ status: number, headers: http.IncomingHttpHeaders, body: string }} Answer
 * @typedef {(method: string, path: string, body?: string, headers?: Record<string, string>) => Promise<Answer>} CallRuntimeApi
 */

/** Of one environment. @param {string | undefined} address `127.0.0.1:4711` @returns {CallRuntimeApi} */
export function runtimeApiAt(address) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const base = `http://${address}/2018-06-01/runtime/`;
  return (method, path, body = '', headers = {}) =>
    new Promise((resolve, reject) => {
      const content = Buffer.from(body);
      const options = { method, agent, headers: { ...headers, 'content-length': content.length } };
      const request = http.request(base + path, options, (response) => {
        /** @type {Buffer[]} */
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      request.on('error', reject);
      request.end(content);
    });
}
