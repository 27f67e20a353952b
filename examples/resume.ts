// A program that is killed in the middle of its work, and one that goes on: nothing is run twice.
// This file starts itself as the first one.
import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FunctionExecutor } from '@lithops/core';

/** Runs in the workers. Each line of the log is one run of it, so that we can count them. */
async function develop(photo: { name: string; log: string }) {
  await pause(100);
  await appendFile(photo.log, `${photo.name}\n`);
  return photo.name.replace('.raw', '.jpg');
}

/** The first program: begins a job, says its name, and never gets to the end. */
async function begin(log: string) {
  const exec = new FunctionExecutor({ persist: true, maxWorkers: 2 });
  const photos = Array.from({ length: 20 }, (_, n) => ({ name: `photo-${n + 1}.raw`, log }));
  const list = exec.map(develop, photos, { chunkSize: 1 });
  console.log(list.jobId);
  await list;
}

/** Starts the first program, kills it in the middle, and gives the name of its job. */
async function beginAndKill(log: string): Promise<string> {
  const file = fileURLToPath(import.meta.url);
  const program = spawn(process.execPath, [...process.execArgv, file, log], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let jobId = '';
  for await (const text of program.stdout.setEncoding('utf8')) {
    jobId += text;
    break; // it says nothing else
  }
  while ((await runsIn(log)).length < 5) await pause(10);
  program.kill('SIGKILL');
  return jobId.trim();
}

async function runsIn(log: string): Promise<string[]> {
  const text = await readFile(log, 'utf8').catch(() => ''); // nothing has run so far
  return text.split('\n').filter((line) => line !== '');
}

const [, , given] = process.argv;
if (given !== undefined) await begin(given);
else {
  const folder = await mkdtemp(join(tmpdir(), 'lithops-example-'));
  const log = join(folder, 'log');
  const jobId = await beginAndKill(log);
  const before = new Set(await runsIn(log));
  console.log(`Killed after ${before.size} of 20 photos.`);

  const photos = await FunctionExecutor.resume(jobId, develop, { maxWorkers: 2 });
  const runs = await runsIn(log);
  const twice = runs.filter((name, place) => runs.indexOf(name) !== place);
  console.log(`Resumed: ${photos.length} photos, the last is ${photos.at(-1)}.`);
  // What was underway when the program was killed had not ended: two workers, two photos at most.
  console.log(
    `${runs.length - before.size} were developed now, ${twice.length > 2 ? 'too many' : 'none that was done'} again.`,
  );
  await rm(folder, { recursive: true });
}
