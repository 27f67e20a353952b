import { createHash } from 'node:crypto';
import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { zipFiles } from '../bundle/bundle-files.js';
import { missing } from '../bundle/own-folder.js';
import type { WorkerPlatform } from '../spec/capabilities.js';
import type { WorkerBundle } from '../spec/runtime.js';
import { installPackages } from './install-packages.js';
import { type KeptFolder, KeptFolders } from './kept-folder.js';
import { planVersions } from './version-plan.js';

/** Which packages a worker is to have beside it. */
export interface PackageRequest {
  readonly names: readonly string[];
  /** Where this program has them: looked for from each, the first that has one wins. */
  readonly folders: readonly string[];
  readonly platform: WorkerPlatform;
  readonly cacheDirectory: string;
  readonly log: { info(message: string): void };
  readonly signal: AbortSignal;
}

/** Raised when the same request makes another worker. */
const FORMAT = 1;

/**
 * A worker's bundle with packages beside it, for the system that it will run on, at the versions that this program runs
 * with. Installed by npm and kept on the disk: the packages, and each worker that has them.
 *
 * @throws {LithopsError} `LITHOPS_PACKAGES` when one is not installed here, or npm cannot install it
 */
export async function workerWithPackages(
  bundle: WorkerBundle,
  request: PackageRequest,
): Promise<WorkerBundle> {
  const kept = new KeptFolders(path.join(request.cacheDirectory, 'packages'));
  const installed = await openPackages(kept, request);
  const key = keyOf(bundle.hash, installed.hash);
  const whole = await kept.open(key, async (directory) => {
    for (const part of [installed, bundle]) await cp(part.directory, directory, { recursive: true });
  });
  return bundleOf(whole, bundle.entry);
}

function openPackages(kept: KeptFolders, request: PackageRequest): Promise<KeptFolder> {
  const { names, folders, platform, log, signal } = request;
  const plan = planVersions(names, folders);
  const key = keyOf(plan.dependencies, plan.overrides, platform);
  return kept.open(key, async (directory) => {
    log.info(`Installing ${names.join(', ')} for ${platform.os} ${platform.cpu} with npm.`);
    await installPackages(directory, plan, { platform, signal });
  });
}

function keyOf(...parts: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify([FORMAT, ...parts]))
    .digest('hex');
}

function bundleOf(kept: KeptFolder, entry: string): WorkerBundle {
  const { directory, hash, files } = kept;
  let zipped: Promise<Uint8Array<ArrayBuffer>> | undefined;
  return {
    directory,
    entry,
    hash,
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    zip: () => {
      zipped ??= archiveOf(kept);
      return zipped;
    },
  };
}

/** Made once: it takes seconds. */
async function archiveOf({ directory, files, archive }: KeptFolder): Promise<Uint8Array<ArrayBuffer>> {
  const known = await readFile(archive).catch(missing);
  if (known !== undefined) return new Uint8Array(known);
  const contents = files.map(async ({ name }) => [name, await readFile(path.join(directory, name))] as const);
  const executables = new Set(files.filter(({ isExecutable }) => isExecutable).map(({ name }) => name));
  // Smaller by a thousandth would take a fifth longer.
  const made = await zipFiles(new Map(await Promise.all(contents)), { executables, level: 6 });
  const draft = `${archive}.${process.pid}`;
  await writeFile(draft, made);
  await rename(draft, archive);
  return made;
}
