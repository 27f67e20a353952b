import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallContext } from '@lithops/core';

/** What is to happen to a call: what its function does, in its own process, when its turn comes. */
export const FATES = [
  'value',
  'slow-value',
  'big-value',
  'stored-value',
  'floating-rejection',
  'throw',
  'throw-text',
  'throw-at-first',
  'exit-at-first',
  'kill-at-first',
  'no-such-key',
  'unserialisable',
  'exit',
  'kill',
  'garbage',
  'block',
  'never',
  'memory',
] as const;
export type Fate = (typeof FATES)[number];

export interface Item {
  readonly n: number;
  readonly fate: Fate;
}

/** Where a fate is what happens on a worker's pipe: of its user thread. */
const PIPE_FD = 3;

/** Runs in workers: meets its fate, and gives ten times its number when it comes through. */
export async function meetFate({ n, fate }: Item, ctx: CallContext): Promise<number> {
  switch (fate) {
    case 'value':
      return n * 10;
    case 'slow-value':
      await pause(1 + (n % 20));
      return n * 10;
    case 'big-value':
      return new Float64Array(50_000 + n).fill(1).length === 50_000 + n ? n * 10 : -1;
    case 'stored-value': {
      const reference = await ctx.storage.putCloudObject(String(n));
      const bytes = await ctx.storage.getCloudObject(reference);
      await ctx.storage.deleteCloudObject(reference);
      return Number(new TextDecoder().decode(bytes)) * 10;
    }
    case 'floating-rejection':
      setTimeout(() => void Promise.reject(new Error(`left behind by ${n}`)), 1);
      return n * 10;
    case 'throw-at-first':
      if (ctx.attempt === 1) throw new RangeError(`no ${n} at first`);
      return n * 10;
    case 'exit-at-first':
      return ctx.attempt === 1 ? process.exit(n % 3) : n * 10;
    case 'kill-at-first':
      if (ctx.attempt === 1) await killSelf();
      return n * 10;
    default:
      return await fail(n, fate, ctx);
  }
}

async function fail(n: number, fate: Fate, ctx: CallContext): Promise<never> {
  switch (fate) {
    case 'throw':
      throw Object.assign(new RangeError(`no ${n}`), { n });
    case 'throw-text':
      throw `text ${n}`;
    case 'no-such-key':
      await ctx.storage.getObject(ctx.storage.bucket, `no/such/${n}`);
      break;
    case 'unserialisable':
      return new WeakMap() as never;
    case 'exit':
      return process.exit(n % 3);
    case 'kill':
      return await killSelf();
    case 'garbage':
      writeSync(PIPE_FD, `garbage of ${n}, which is no message of ours at all`);
      return await new Promise(() => undefined);
    case 'block':
      for (;;);
    case 'memory':
      return await eatMemory();
    default:
  }
  return await new Promise(() => undefined);
}

function killSelf(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

async function eatMemory(): Promise<never> {
  const kept: Buffer[] = [];
  for (;;) {
    kept.push(Buffer.alloc(8 * 2 ** 20, 1));
    await pause(1);
  }
}
