// Waits for the end of the process that started it, however that comes (it holds the other end of stdin), ends every process
// that was started with this scratch folder in its environment, and removes the folder.
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [folder = '', variable = ''] = process.argv.slice(2);
const marker = `${variable}=${folder}`;

/** The environment says for certain whose child a process is: its id may be another's by now, its name anybody's. */
function startedHere() {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && environment(pid).includes(marker));
}

/** @param {number} pid */
function environment(pid) {
  try {
    return readFileSync(path.join('/proc', String(pid), 'environ'), 'utf8').split('\0');
  } catch (error) {
    if (isOneOf(error, ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'])) return []; // gone by now, or somebody else's
    throw error;
  }
}

/** @param {number} pid */
function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!isOneOf(error, ['ESRCH'])) throw error;
  }
}

/** @param {unknown} error @param {readonly string[]} codes */
function isOneOf(error, codes) {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

async function clean() {
  for (let left = startedHere(); left.length > 0; left = startedHere()) {
    left.forEach(kill);
    await pause(10);
  }
  await rm(folder, { recursive: true, force: true });
  process.exit();
}

process.stdin.on('end', clean).on('error', clean).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, clean);
process.stdout.write('ready\n');
