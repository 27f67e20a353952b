import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root, run } from './setup/command.mjs';
import { publishedPackages, type WorkspacePackage, workspacePackages } from './workspace.js';

/** A package as it would be published. */
export interface PackedPackage {
  readonly name: string;
  readonly folder: string;
  /** Absolute path of the `.tgz`. */
  readonly tarball: string;
}

/** Packs built packages with pnpm (npm would leave `workspace:^` in them): all that are published, or those named. */
export async function packPackages(
  destination: string,
  names?: readonly string[],
): Promise<readonly PackedPackage[]> {
  const wanted =
    names === undefined
      ? publishedPackages()
      : workspacePackages().filter(({ manifest }) => names.includes(manifest.name));
  if (names !== undefined && wanted.length !== names.length) {
    throw new Error(`Expected packages ${names.join(', ')}, found only ${wanted.map(nameOf).join(', ')}.`);
  }
  const packed: PackedPackage[] = [];
  for (const one of wanted) packed.push(await pack(one, destination));
  return packed;
}

async function pack({ folder, manifest }: WorkspacePackage, destination: string): Promise<PackedPackage> {
  await run('pnpm', ['pack', '--pack-destination', destination], { cwd: path.join(root, folder) });
  const { version } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
  const file = `${manifest.name.replace('@', '').replace('/', '-')}-${version}.tgz`;
  return { name: manifest.name, folder, tarball: path.join(destination, file) };
}

function nameOf({ manifest }: WorkspacePackage): string {
  return manifest.name;
}
