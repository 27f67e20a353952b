/** `npm run bench`, or `npm run bench -- <word> …` for the cases whose names have one of the words in them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { BenchCase } from './case.js';
import { capturePackage } from './cases/capture-package.js';
import { captureValues } from './cases/capture-values.js';
import { firstResult } from './cases/first-result.js';
import { fiveMsCalls } from './cases/five-ms-calls.js';
import { lambdaInvoke } from './cases/lambda-invoke.js';
import { largeArray } from './cases/large-array.js';
import { millionStreamed } from './cases/million-streamed.js';
import { groupedOutcomeCpu, outcomeCpu, outcomeLag } from './cases/monitors.js';
import { newlineRead } from './cases/newline-read.js';
import { noOpCalls } from './cases/no-op-calls.js';
import { storageMonitorRequests } from './cases/storage-monitor-requests.js';
import { straggler } from './cases/straggler.js';
import { type CaseResult, measure } from './measure.js';
import { table } from './table.js';

const cases: readonly BenchCase[] = [
  noOpCalls,
  firstResult,
  fiveMsCalls,
  straggler,
  largeArray,
  captureValues,
  capturePackage,
  millionStreamed,
  newlineRead,
  storageMonitorRequests,
  lambdaInvoke,
  outcomeCpu,
  groupedOutcomeCpu,
  outcomeLag,
];

const cores = cpus();
const machine = { node: process.version, cores: cores.length, cpu: cores[0]?.model ?? 'unknown' };
const wanted = process.argv.slice(2);
const results: CaseResult[] = [];
for (const one of cases) {
  if (wanted.length > 0 && !wanted.some((word) => one.name.includes(word))) continue;
  const missing = await one.missing?.();
  if (missing !== undefined) {
    process.stdout.write(`${one.name}: left out, as it ${missing}.\n`);
    continue;
  }
  process.stderr.write(`${one.name} …\n`);
  results.push(await measure(one));
}
process.stdout.write(`\nNode.js ${machine.node}, ${machine.cores} cores of ${machine.cpu}\n\n`);
process.stdout.write(`${table(results)}\n`);

const directory = new URL('../results/', import.meta.url);
await mkdir(directory, { recursive: true });
await writeFile(new URL('latest.json', directory), `${JSON.stringify({ machine, results }, undefined, 2)}\n`);
