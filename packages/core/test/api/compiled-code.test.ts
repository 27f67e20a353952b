import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { programFile } from '../support/program.js';

/** Runs a program with one call; gives what is kept after it, by name. */
function runOnce(folder: string, environment: Readonly<Record<string, string>> = {}): Record<string, number> {
  const env = { ...process.env, NODE_V8_COVERAGE: undefined, TMPDIR: folder, ...environment };
  execFileSync(process.execPath, [programFile('one-call.mjs')], { env });
  const [kept] = readdirSync(folder).filter((name) => name.startsWith('lithops-compiled-'));
  if (kept === undefined) return {};
  const names = readdirSync(path.join(folder, kept));
  return Object.fromEntries(names.map((name) => [name, statSync(path.join(folder, kept, name)).ino]));
}

function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'compiled-code-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('is kept by the first program and its worker, and used by the next ones', () => {
  const folder = emptyFolder();
  const kept = runOnce(folder);
  // Of a worker: its own code and that of closure. Of the program: the same, and two parsers.
  expect(Object.keys(kept)).toHaveLength(6);
  // What V8 had not taken would have been made again.
  expect(runOnce(folder)).toEqual(kept);
});

it.each(['NODE_DISABLE_COMPILE_CACHE', 'NODE_COMPILE_CACHE', 'NODE_V8_COVERAGE'])(
  'is left to Node.js where %s is set',
  (variable) => {
    const folder = emptyFolder();
    expect(runOnce(folder, { [variable]: path.join(folder, 'of-node') })).toEqual({});
  },
);
