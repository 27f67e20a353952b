import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A call that notes that it runs and, when there is a gate, waits until that is open. Gives twice its number. */
export async function gated({
  n,
  journal,
  gate,
}: {
  readonly n: number;
  readonly journal: string;
  readonly gate?: string | undefined;
}): Promise<number> {
  const fs = await import('node:fs');
  fs.appendFileSync(journal, `${n} `);
  while (gate !== undefined && !fs.existsSync(gate)) await new Promise((resolve) => setTimeout(resolve, 5));
  return n * 2;
}

/** Files by which a test and its calls know of each other: the order of things is decided, never slept for. */
export class Gates {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'lithops-rabbitmq-gates-'));
  readonly journal = path.join(this.folder, 'journal');

  constructor() {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    writeFileSync(this.journal, '');
  }

  at(name: string): string {
    return path.join(this.folder, name);
  }

  /** Items for {@link gated}. */
  items(count: number, gate: (n: number) => string | undefined) {
    return Array.from({ length: count }, (_, n) => {
      const name = gate(n);
      return { n, journal: this.journal, gate: name === undefined ? undefined : this.at(name) };
    });
  }

  open(name: string): void {
    writeFileSync(this.at(name), '');
  }

  async seen(name: string): Promise<void> {
    await until(() => existsSync(this.at(name)));
  }

  /** The numbers of the calls that were begun, each as often as it was. */
  get begun(): readonly number[] {
    const text = readFileSync(this.journal, 'utf8').trim();
    return text === ''
      ? []
      : text
          .split(' ')
          .map(Number)
          .sort((a, b) => a - b);
  }

  /** Resolves when that many were. */
  async begins(atLeast: number): Promise<void> {
    await until(() => this.begun.length >= atLeast);
  }
}

/** Resolves when it is so; looks every 10 ms. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(10);
}
