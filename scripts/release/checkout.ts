import { cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root, run } from '../setup/command.mjs';

/**
 * Copies the project, as it lies here, into an empty folder, as a repository of its own with one commit: what is versioned,
 * built and tagged there leaves no trace in the working tree.
 */
export async function copyCheckout(destination: string): Promise<void> {
  for (const file of await filesOfProject()) {
    const target = path.join(destination, file);
    await mkdir(path.dirname(target), { recursive: true });
    await cp(path.join(root, file), target);
  }
  const git = (...args: readonly string[]) => run('git', args, { cwd: destination });
  await git('init', '--quiet', '--initial-branch=main');
  for (const [key, value] of Object.entries(gitSettings)) await git('config', key, value);
  await git('add', '--all');
  await git('commit', '--quiet', '--no-verify', '--message=Release, tried out');
}

/**
 * Attestations of provenance are signed by the provider of identities that runs a release. There is none here, and npm lets
 * neither an environment variable nor .npmrc overrule `publishConfig`: so the copy does not ask for them.
 */
export async function withoutProvenance(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const file = path.join(folder, 'package.json');
    const { publishConfig, ...manifest } = JSON.parse(await readFile(file, 'utf8'));
    const { provenance: _, ...kept } = publishConfig;
    await writeFile(file, `${JSON.stringify({ ...manifest, publishConfig: kept }, null, 2)}\n`);
  }
}

/** What git knows or would take in, as far as it is there. */
async function filesOfProject(): Promise<readonly string[]> {
  const listed = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z']);
  const files: string[] = [];
  for (const file of listed.split('\0')) if (file !== '' && (await isFile(file))) files.push(file);
  return files;
}

async function isFile(file: string): Promise<boolean> {
  const found = await stat(path.join(root, file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined; // listed by git, deleted here
    throw error;
  });
  return found?.isFile() === true;
}

/** Commits and tags need an author, also on machines where nobody has said who they are, and no signature. */
const gitSettings = {
  'user.name': 'nobody',
  'user.email': 'nobody@example.org',
  'commit.gpgSign': 'false',
  'tag.gpgSign': 'false',
};
