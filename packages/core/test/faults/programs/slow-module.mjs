// Blocks its thread while it loads: for longer than a worker's beat takes, and until it is marked as loaded.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const LONGER_THAN_A_BEAT_MS = 8000;
const mark = (name) => path.join(process.env.MARKS ?? '', name);
const cell = new Int32Array(new SharedArrayBuffer(4));

writeFileSync(mark('loading'), '');
Atomics.wait(cell, 0, 0, LONGER_THAN_A_BEAT_MS);
writeFileSync(mark('beaten'), '');
while (!existsSync(mark('loaded'))) Atomics.wait(cell, 0, 0, 5);

export const answer = () => 42;
