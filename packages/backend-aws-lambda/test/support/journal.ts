import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A file in which calls write that they run: what the platform did is seen there, whatever became of its replies. */
export interface Journal {
  readonly file: string;
  /** What was written so far, one line for each call that began. */
  lines(): readonly string[];
}

export function newJournal(): Journal {
  const folder = mkdtempSync(join(tmpdir(), 'lithops-lambda-'));
  const file = join(folder, 'journal');
  writeFileSync(file, '');
  // Functions may run as somebody else.
  chmodSync(folder, 0o777);
  chmodSync(file, 0o666);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { file, lines: () => readFileSync(file, 'utf8').split('\n').filter(Boolean) };
}

/** Makes a function that writes its item down and gives twice as much. */
export function recorded(file: string): (item: number) => number {
  return (item) => {
    appendFileSync(file, `${item}\n`);
    return item * 2;
  };
}
