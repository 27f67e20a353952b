import { type FunctionExecutor, obj } from '@lithops/core';
import type { FaultyProgram } from './executor.js';

/** Numbered lines: a lost, doubled or mixed one is seen. */
const linesOf = (key: string): string[] => Array.from({ length: 4_000 }, (_, n) => `${key} ${n} ünïcödé`);
const keys = ['in/a', 'in/b', 'in/c'];

/** Puts what {@link wholeJob} reads. */
export async function putInput(program: FaultyProgram): Promise<void> {
  for (const key of keys) await program.put(key, linesOf(key).join('\n'));
}

/**
 * A job that uses the store wherever a job can: its input is a listing of objects, which calls read in parts; calls put and
 * get objects; results are long.
 */
export function wholeJob(program: FaultyProgram, exec: FunctionExecutor) {
  return exec.map(
    async (part, ctx) => {
      const text = await part.text();
      const key = `out/${part.key}/${part.part}`;
      await ctx.storage.putObject(part.bucket, key, text);
      return Buffer.from(await ctx.storage.getObject(part.bucket, key)).toString();
    },
    obj(`${program.data}/in/`),
    { objChunkNumber: 3, chunkSize: 1 },
  );
}

/** What its results come to, joined. */
export const expected = keys.map((key) => linesOf(key).join('\n')).join('');
