import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);

/** Starts a job, and loads a package before anything else looks at a file. */
const program = (load: string): string => `
  import { createRequire } from 'node:module';
  import { FunctionExecutor } from ${JSON.stringify(import.meta.resolve('@lithops/core'))};
  const require = createRequire(import.meta.url);
  const exec = new FunctionExecutor({ maxWorkers: 1 });
  const results = exec.map((x) => x * x, [1, 2, 3]);
  const { needed } = ${load};
  console.log(needed, JSON.stringify(await results));
  await exec.close();
`;

/** As pnpm installs them: a package is a link to where, beside it, is what it needs. */
function installed(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'linked-packages-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const kept = path.join(folder, 'node_modules/.pnpm/needs@1.0.0/node_modules');
  const files = {
    'needs/index.js': "exports.needed = require('needed');",
    'needed/index.js': 'module.exports = 7;',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(kept, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(kept, name), text);
  }
  symlinkSync('.pnpm/needs@1.0.0/node_modules/needs', path.join(folder, 'node_modules/needs'));
  return folder;
}

describe('a program whose stderr is a pipe', () => {
  it.each(["require('needs')", "await import('needs')"])(
    'finds what a linked package needs once a job runs: %s',
    async (load) => {
      const file = path.join(installed(), 'program.mjs');
      writeFileSync(file, program(load));
      const { stdout } = await run(process.execPath, [file], { timeout: 50_000 });
      expect(stdout).toBe('7 [1,4,9]\n');
    },
  );
});
