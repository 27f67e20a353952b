/**
 * Entry of a worker process: runs its code (worker-main.ts) as an earlier worker has left it, compiled. Compiling took a
 * third of the time between the start of Node.js in a worker and its first result.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isPlainProcess, requireCompiled } from '../util/compiled/require-compiled.js';

const main = fileURLToPath(new URL('./localhost-worker-main.cjs', import.meta.url));

if (isPlainProcess(module)) requireCompiled(main, new Set(['@lithops/closure/code-space']));
else createRequire(main)(main);
