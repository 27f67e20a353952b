// The program of each environment.
import { logAs, patchConsole } from './console.mjs';
import { loadHandler } from './handler.mjs';
import { runtimeApiAt } from './runtime-client.mjs';
import { Serving } from './serving.mjs';

const write = process.stdout.write.bind(process.stdout);
const serving = new Serving({
  call: runtimeApiAt(process.env['AWS_LAMBDA_RUNTIME_API']),
  log: (title, report) => logAs('ERROR', title, JSON.stringify(report)),
  // What was printed is to be there before the reply is: in threads, it takes its time.
  flushed: () => new Promise((resolve) => write('', resolve)),
});

/** @param {unknown} error @param {string} [type] */
async function crash(error, type) {
  try {
    await serving.tellError(error, type);
  } finally {
    process.exit(129);
  }
}

async function run() {
  process.on('uncaughtException', (error) => void crash(error));
  process.on('unhandledRejection', (reason) => void crash(reason, 'Runtime.UnhandledPromiseRejection'));
  patchConsole(() => serving.current);
  const { LAMBDA_TASK_ROOT: root = '', _HANDLER: name = '' } = process.env;
  try {
    const handle = await loadHandler(root, name);
    for (;;) await serving.oneEvent(handle);
  } catch (error) {
    await crash(error);
  }
}

void run();
