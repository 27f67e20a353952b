// Tells which packages and files were loaded: by an import of core, by a first call here, and by that call in its worker.
import { createRequire } from 'node:module';
import { FunctionExecutor } from '@lithops/core';

const { cache } = createRequire(import.meta.url);
const imported = Object.keys(cache);
const builtins = [...process.moduleLoadList];
const exec = new FunctionExecutor();
const worker = await exec.callAsync(() => Object.keys(process.getBuiltinModule('node:module')._cache));
await exec.close();
console.log(
  JSON.stringify({
    imported,
    builtins,
    called: Object.keys(cache),
    calledBuiltins: process.moduleLoadList,
    worker,
  }),
);
