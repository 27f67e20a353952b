import { contextOf } from './context.mjs';
import { reportOf } from './errors.mjs';

/**
 * @typedef {object} ServingParts
 * @property {import('./runtime-client.mjs').CallRuntimeApi} call
 * @property {(title: string, report: object) => void} log
 * @property {() => Promise<unknown>} flushed what was logged and printed is where it belongs
 */

/** One environment's talk with the Runtime API: asks for the next event, gives it to the handler, says what came of it. */
export class Serving {
  /** @type {ServingParts} */
  #parts;
  /** @type {string | undefined} The request that runs. */
  current;

  /** @param {ServingParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {import('./handler.mjs').Handle} handle */
  async oneEvent(handle) {
    const { call, flushed } = this.#parts;
    const { body, headers } = await call('GET', 'invocation/next');
    const requestId = String(headers['lambda-runtime-aws-request-id']);
    this.current = requestId;
    process.env['_X_AMZN_TRACE_ID'] = String(headers['lambda-runtime-trace-id']);
    try {
      const result = await handle(JSON.parse(body), contextOf(headers));
      const text = JSON.stringify(result === undefined ? null : result);
      await flushed();
      const { status } = await call('POST', `invocation/${requestId}/response`, text);
      if (status >= 400 && status !== 413)
        throw new Error(`The Runtime API has answered ${status} to a response.`);
    } catch (error) {
      await this.tellError(error);
    }
    this.current = undefined;
  }

  /** Of the request that runs, or of the start. @param {unknown} error @param {string} [type] */
  async tellError(error, type) {
    const { call, log, flushed } = this.#parts;
    const report = reportOf(error, type);
    const isStart = this.current === undefined;
    log(isStart ? 'Uncaught Exception' : 'Invoke Error', report);
    await flushed();
    const path = isStart ? 'init/error' : `invocation/${this.current}/error`;
    await call('POST', path, JSON.stringify(report), {
      'lambda-runtime-function-error-type': report.errorType,
    });
  }
}
