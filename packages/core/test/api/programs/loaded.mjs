// Tells which packages and files were loaded: by an import of core, by a first call here, and by that call in its worker.
import { createRequire } from 'node:module';
import { FunctionExecutor } from '@lithops/core';

const { cache } = createRequire(import.meta.url);
const imported = Object.keys(cache);
const builtins = [...process.moduleLoadList];
const exec = new FunctionExecutor();
const { worker, workerFiles } = await exec.callAsync(() => {
  const { _cache: modules } = process.getBuiltinModule('node:module');
  const names = Object.keys(modules);
  // Node.js notes the folders to search for a module that it reads, but not for one of which another file holds the code.
  return { worker: names, workerFiles: names.filter((name) => modules[name].paths !== undefined) };
});
await exec.close();
console.log(
  JSON.stringify({
    imported,
    builtins,
    called: Object.keys(cache),
    calledBuiltins: process.moduleLoadList,
    worker,
    workerFiles,
  }),
);
