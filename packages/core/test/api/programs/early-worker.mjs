// Tells the child processes at each step in the life of an executor, and what its first call sees.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { FunctionExecutor } from '@lithops/core';

function children() {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => parentOf(pid) === process.pid);
}

function parentOf(pid) {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined; // ended in between
  }
}

const first = new FunctionExecutor();
const second = new FunctionExecutor();
const opened = children();
const pid = await second.callAsync(() => process.pid);
await second.close();
await first.close();
const closed = children();

const unused = new FunctionExecutor();
const again = children();
await unused.close();
const closedUnused = children();

const changed = new FunctionExecutor();
process.env.SET_LATER = 'yes';
process.chdir('/');
const seen = await changed.callAsync(() => [process.env.SET_LATER, process.cwd()]);
await changed.close();

let refused;
try {
  new FunctionExecutor({ maxWorkers: -1 });
} catch (error) {
  refused = error.code;
}
// Nobody can await the end of what was begun for an executor that does not exist.
while (children().length > 0) await setTimeout(5);
new FunctionExecutor(); // never used, never closed
const last = children();
console.log(JSON.stringify({ opened, pid, closed, again, closedUnused, seen, refused, last }));
