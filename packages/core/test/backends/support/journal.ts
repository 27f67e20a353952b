import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallContext } from '@lithops/core';
import { onTestFinished } from 'vitest';

/** A file to which calls append when they begin and end, whichever process they are in: lines are in the order of events. */
export interface Journal {
  readonly file: string;
  /** `+index.attempt` for a beginning, `-index.attempt` for an end. */
  lines(): string[];
  /** Attempts that began, as `index.attempt`, sorted. */
  begun(): string[];
  /** How often a call began, whatever the attempt. */
  runsOf(index: number): number;
  /** Most calls that ran at the same time. */
  peak(): number;
}

export function newJournal(): Journal {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  const file = join(folder, 'journal');
  writeFileSync(file, '');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const lines = (): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const begun = (): string[] => lines().flatMap((line) => (line.startsWith('+') ? [line.slice(1)] : []));
  return {
    file,
    lines,
    begun: () => begun().sort(),
    runsOf: (index) => begun().filter((line) => line.startsWith(`${index}.`)).length,
    peak: () => peakOf(lines()),
  };
}

function peakOf(lines: readonly string[]): number {
  let running = 0;
  let peak = 0;
  for (const line of lines) {
    running += line.startsWith('+') ? 1 : -1;
    peak = Math.max(peak, running);
  }
  return peak;
}

/** For use inside a call: says that it begins, and shows a sign of life to whoever watches the worker's output. */
export function begin(file: string, { index, attempt }: CallContext): void {
  appendFileSync(file, `+${index}.${attempt}\n`);
  process.stdout.write('.');
}

/** For use inside a call: says that it ends. */
export function end(file: string, { index, attempt }: CallContext): void {
  appendFileSync(file, `-${index}.${attempt}\n`);
}

/** Makes a function that records itself, takes some time, and gives ten times its item. */
export function recorded(file: string, takesMs = 0): (item: number, ctx: CallContext) => Promise<number> {
  return async (item, ctx) => {
    begin(file, ctx);
    await sleep(takesMs);
    end(file, ctx);
    return item * 10;
  };
}
