// Opens all files that it may, but so many, while calls need a worker; closes them when it was told that none can be started.
// To be started with a low `ulimit -n`. argv: how many stay free.
import { closeSync, openSync, readdirSync } from 'node:fs';
import { FunctionExecutor } from '@lithops/core';

const free = Number(process.argv[2]);
const exec = new FunctionExecutor({ maxWorkers: 1, progress: false });
const countFiles = () => readdirSync('/dev/fd').length;

const held = [];
function openAllBut(count) {
  try {
    for (;;) held.push(openSync('/dev/null', 'r'));
  } catch (error) {
    if (error.code !== 'EMFILE') throw error;
  }
  for (const fd of held.splice(0, count)) closeSync(fd);
}

function told(text) {
  const { write } = process.stderr;
  return new Promise((resolve) => {
    process.stderr.write = (piece, ...rest) => {
      if (String(piece).includes(text)) resolve();
      return write.call(process.stderr, piece, ...rest);
    };
  });
}

await exec.map((x) => x, [0]);
const before = countFiles();
await exec
  .callAsync(() => process.kill(process.pid, 'SIGKILL'), undefined, { retries: 0 })
  .catch(() => undefined);
const refused = told('may open no more files');
openAllBut(free);
const list = exec.map((x) => x + 1, [1, 2], { retries: 0 });
await refused;
for (const fd of held.splice(0)) closeSync(fd);
console.log(`values ${await list}`);
console.log(`more files than before: ${countFiles() - before}`);
await exec.close();
