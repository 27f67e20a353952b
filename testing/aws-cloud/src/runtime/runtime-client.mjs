import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const base = `http://${process.env['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/`;

/**
 * @param {string} method
 * @param {string} path
 * @param {string} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<{ status: number, headers: http.IncomingHttpHeaders, body: string }>}
 */
export function callRuntimeApi(method, path, body = '', headers = {}) {
  return new Promise((resolve, reject) => {
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
