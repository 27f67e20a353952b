import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CodeBlock,
  codeBlocks,
  documentation,
  expectedOutput,
} from '../../../scripts/docs/code-blocks.js';
import { run } from '../../../scripts/setup/command.mjs';

const runnable = documentation()
  .flatMap(codeBlocks)
  .filter((block) => block.runnable);

describe('a block of code that the documentation marks as runnable', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(import.meta.dirname, '../.generated-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is there: the first thing in the README is one', () => {
    expect(runnable[0]).toMatchObject({ file: 'README.md', language: 'ts' });
  });

  it.each(runnable)('$file:$line prints what it says', async (block) => {
    const output = await run(process.execPath, ['--import', 'tsx', await writeProgram(block)], {
      cwd: folder,
      timeoutMs: 30_000, // below the test's own, so that a program that hangs does not outlive it
    });
    expect(output.trimEnd().split('\n')).toEqual(expectedOutput(block));
  });

  async function writeProgram({ before, code, language, line }: CodeBlock): Promise<string> {
    const commonJs = /\brequire\(/.test(code);
    const extension = language === 'ts' ? 'ts' : commonJs ? 'cjs' : 'mjs';
    const file = path.join(folder, `block-${line}.${extension}`);
    await writeFile(file, before + code);
    return file;
  }
});
