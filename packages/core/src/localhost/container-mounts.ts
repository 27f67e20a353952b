import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { LithopsError } from '../errors/lithops-error.js';
import { agentFile } from './agent-launcher.js';

/** A folder of this machine that is seen in the container. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly isReadOnly: boolean;
}

/** Where packages are in the container: one beside the other, whatever a package manager made of them here. */
const PACKAGES = '/lithops/node_modules';

/** This package's own folder. */
function ownFolder(): string {
  return path.dirname(path.dirname(realpathSync(agentFile())));
}

/** The agent's file, in the container. */
export function agentFileInContainer(): string {
  const { name } = manifestOf(ownFolder());
  return path.posix.join(PACKAGES, name, 'dist', path.basename(agentFile()));
}

/**
 * This package and all that it needs, read-only.
 *
 * @throws {LithopsError} `LITHOPS_CONTAINER_FAILED` when two versions of one package are needed.
 */
export function packageMounts(): readonly Mount[] {
  const folders = new Map<string, string>();
  const waiting = [ownFolder()];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const { name, dependencies } = manifestOf(folder);
    const known = folders.get(name);
    if (known !== undefined && known !== folder) throw twoVersions(name, known, folder);
    if (known !== undefined) continue;
    folders.set(name, folder);
    waiting.push(...dependencies.flatMap((dependency) => folderOf(dependency, folder)));
  }
  return [...folders].map(([name, source]) => ({
    source,
    target: path.posix.join(PACKAGES, name),
    isReadOnly: true,
  }));
}

/** The folder of a package as modules in `from` see it. One that is not installed is missed by who needs it. */
function folderOf(name: string, from: string): readonly string[] {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const found = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(found, 'package.json'))) return [realpathSync(found)];
    if (folder === path.dirname(folder)) return [];
  }
}

interface Manifest {
  readonly name: string;
  readonly dependencies: readonly string[];
}

function manifestOf(folder: string): Manifest {
  const { name, dependencies = {} }: { name: string; dependencies?: Record<string, string> } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  return { name, dependencies: Object.keys(dependencies) };
}

function twoVersions(name: string, one: string, other: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_CONTAINER_FAILED',
    message: `Expected one version of the package ${name} to take into the container, got ${one} and ${other}. Deduplicate the dependencies of this project (\`npm dedupe\`).`,
  });
}
