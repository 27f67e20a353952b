import { readFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../util/thrown.js';

/** What a package says of itself. */
export interface OwningPackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, unknown>>;
  readonly peerDependencies: Readonly<Record<string, unknown>>;
}

/** The package that a file belongs to; `undefined`: none. Folders whose package.json only says how to load files are part of it. */
export function owningPackage(file: string): OwningPackage | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const found = packageIn(folder);
    if (found !== undefined || folder === path.dirname(folder)) return found;
  }
}

function packageIn(folder: string): OwningPackage | undefined {
  const manifest = readManifest(path.join(folder, 'package.json'));
  if (manifest === undefined) return undefined;
  const { name, version, dependencies, peerDependencies } = manifest;
  if (typeof name !== 'string') return undefined;
  return {
    folder,
    name,
    version: typeof version === 'string' ? version : 'without a version',
    dependencies: recordOf(dependencies),
    peerDependencies: recordOf(peerDependencies),
  };
}

function readManifest(file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return recordOf(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    // One that Node.js cannot read it will complain of itself.
    if (error instanceof SyntaxError || codeOf(error) !== undefined) return undefined;
    throw error;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
