// Runs environments as loops of one thread, each with the package's modules for itself, for the mode in which they are a crowd.
import { loadHandler } from './handler.mjs';
import { OwnModules } from './own-modules.mjs';
import { runtimeApiAt } from './runtime-client.mjs';
import { Serving } from './serving.mjs';

/** @type {Set<number>} */
const running = new Set();
process.setMaxListeners(0);

/** @param {{ id: number, variables: Record<string, string> }} order */
async function start({ id, variables }) {
  running.add(id);
  const serving = new Serving({
    call: runtimeApiAt(variables['AWS_LAMBDA_RUNTIME_API']),
    log: (title, report) => tell({ kind: 'line', id, line: `${title} ${JSON.stringify(report)}` }),
    flushed: () => Promise.resolve(),
  });
  const { LAMBDA_TASK_ROOT: root = '', _HANDLER: name = '' } = variables;
  const modules = new OwnModules();
  try {
    const handle = await loadHandler(root, name, async (file) => modules.load(file));
    while (running.has(id)) await serving.oneEvent(handle);
  } catch (error) {
    // Whoever ends an environment takes its Runtime API away.
    if (!running.has(id)) return;
    await serving.tellError(error);
    end(id, 129);
  }
}

/** @param {number} id @param {number} code */
function end(id, code) {
  if (running.delete(id)) tell({ kind: 'ended', id, code });
}

/** @param {object} message */
function tell(message) {
  if (process.connected) process.send?.(message);
}

process.on('message', (/** @type {any} */ order) => {
  if (order.kind === 'start') void start(order);
  if (order.kind === 'kill') end(order.id, 0);
});
process.on('disconnect', () => process.exit());
