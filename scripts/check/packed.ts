import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { type PackedPackage, packPackages } from '../pack.js';
import { CommandFailed, root, run } from '../setup/command.mjs';
import { readTarball, wrongContent } from '../tarball.js';
import type { Manifest } from '../workspace.js';
import type { Check } from './check.js';

/** Every package as others would get it: what is in the tarball, what publint says, whose types resolve how. */
export const packed: Check = {
  name: 'packed packages',
  async run() {
    const destination = await mkdtemp(path.join(tmpdir(), 'lithops-packed-'));
    try {
      const packages = await packPackages(destination);
      const problems = await Promise.all(packages.map(problemsOf));
      return problems.flat();
    } finally {
      await rm(destination, { recursive: true, force: true });
    }
  },
};

async function problemsOf(one: PackedPackage): Promise<readonly string[]> {
  const problems = [
    ...(await contentProblems(one)),
    ...(await publintProblems(one)),
    ...(await typeProblems(one)),
  ];
  return problems.map((problem) => `${one.name}, packed: ${problem}`);
}

async function contentProblems({ tarball }: PackedPackage): Promise<readonly string[]> {
  return wrongContent(await readTarball(tarball));
}

async function publintProblems({ folder, tarball }: PackedPackage): Promise<readonly string[]> {
  const manifest: Manifest = JSON.parse(await readFile(path.join(root, folder, 'package.json'), 'utf8'));
  const bytes = await readFile(tarball);
  const content = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages } = await publint({
    pack: { tarball: content },
    level: 'warning',
  });
  return messages.map(
    (message) => `publint: ${formatMessage(message, manifest, { color: false }) ?? message.code}`,
  );
}

/** The old `node10` resolution knows no subpaths; all others must find the right types for every entry. */
async function typeProblems({ tarball }: PackedPackage): Promise<readonly string[]> {
  const program = path.join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  try {
    await run(process.execPath, [program, tarball, '--profile', 'node16', '--no-emoji', '--no-color']);
    return [];
  } catch (error) {
    if (error instanceof CommandFailed) return [error.output];
    throw error;
  }
}
