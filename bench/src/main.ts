import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { BenchCase } from './case.js';
import { captureAndLoad } from './cases/capture.js';
import { firstResult } from './cases/first-result.js';
import { fiveMsCalls } from './cases/five-ms-calls.js';
import { noOpCalls } from './cases/no-op-calls.js';
import { type CaseResult, measure, table } from './measure.js';

const cases: readonly BenchCase[] = [noOpCalls, firstResult, fiveMsCalls, captureAndLoad];

const wanted = process.argv.slice(2);
const results: CaseResult[] = [];
for (const one of cases) {
  if (wanted.length > 0 && !wanted.some((word) => one.name.includes(word))) continue;
  process.stderr.write(`${one.name} …\n`);
  results.push(await measure(one));
}
process.stdout.write(`${table(results)}\n`);

const directory = new URL('../results/', import.meta.url);
await mkdir(directory, { recursive: true });
const machine = { node: process.version, cores: cpus().length };
await writeFile(new URL('latest.json', directory), `${JSON.stringify({ machine, results }, undefined, 2)}\n`);
