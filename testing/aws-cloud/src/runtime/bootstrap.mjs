// The program of each environment: asks the Runtime API for the next event, gives it to the handler, says what came of it.
import { logAs, patchConsole } from './console.mjs';
import { contextOf } from './context.mjs';
import { reportOf } from './errors.mjs';
import { loadHandler } from './handler.mjs';
import { callRuntimeApi } from './runtime-client.mjs';

const write = process.stdout.write.bind(process.stdout);
/** @type {string | undefined} */
let current;

/** What was printed is to be there before the reply is: in threads, it takes its time. */
function flushed() {
  return new Promise((resolve) => write('', resolve));
}

/** @param {string} path @param {unknown} error @param {string} [type] */
async function tellError(path, error, type) {
  const report = reportOf(error, type);
  logAs('ERROR', path === 'init/error' ? 'Uncaught Exception' : 'Invoke Error', JSON.stringify(report));
  await flushed();
  await callRuntimeApi('POST', path, JSON.stringify(report), {
    'lambda-runtime-function-error-type': report.errorType,
  });
}

/** @param {unknown} error @param {string} [type] */
async function crash(error, type) {
  try {
    await tellError(current === undefined ? 'init/error' : `invocation/${current}/error`, error, type);
  } finally {
    process.exit(129);
  }
}

async function run() {
  process.on('uncaughtException', (error) => void crash(error));
  process.on('unhandledRejection', (reason) => void crash(reason, 'Runtime.UnhandledPromiseRejection'));
  patchConsole(() => current);
  const { LAMBDA_TASK_ROOT: root = '', _HANDLER: name = '' } = process.env;
  try {
    const handle = await loadHandler(root, name);
    for (;;) await oneEvent(handle);
  } catch (error) {
    await crash(error);
  }
}

/** @param {import('./handler.mjs').Handle} handle */
async function oneEvent(handle) {
  const { body, headers } = await callRuntimeApi('GET', 'invocation/next');
  const requestId = String(headers['lambda-runtime-aws-request-id']);
  current = requestId;
  process.env['_X_AMZN_TRACE_ID'] = String(headers['lambda-runtime-trace-id']);
  try {
    const result = await handle(JSON.parse(body), contextOf(headers));
    const text = JSON.stringify(result === undefined ? null : result);
    await flushed();
    const { status } = await callRuntimeApi('POST', `invocation/${requestId}/response`, text);
    if (status >= 400 && status !== 413)
      throw new Error(`The Runtime API has answered ${status} to a response.`);
  } catch (error) {
    await tellError(`invocation/${requestId}/error`, error);
  }
  current = undefined;
}

void run();
