import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** Marks that calls, wherever they run, leave and wait for: the order of things is decided, never slept for. */
export class Marks {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  set(name: string): void {
    writeFileSync(join(this.folder, name), '');
  }

  has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  /** In the order of their names. */
  get all(): readonly string[] {
    return readdirSync(this.folder).sort();
  }

  /** Resolves when the mark is there; looks every 5 ms. */
  async seen(name: string, signal?: AbortSignal): Promise<void> {
    while (!this.has(name)) {
      signal?.throwIfAborted();
      await pause(5);
    }
  }

  /** Resolves when there are that many. */
  async count(atLeast: number): Promise<void> {
    while (this.all.length < atLeast) await pause(5);
  }
}

/** New marks, forgotten when the test ends. */
export function newMarks(): Marks {
  const folder = mkdtempSync(join(tmpdir(), 'lithops-marks-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return new Marks(folder);
}
