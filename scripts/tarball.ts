import { run } from './setup/command.mjs';
import type { Manifest } from './workspace.js';

/** A package as others get it. */
export interface Tarball {
  /** Paths of its files, with `package/` before each. */
  readonly listing: readonly string[];
  /** Its package.json, as it stands there. */
  readonly manifestText: string;
  readonly manifest: Manifest;
}

/** @param file absolute path of a `.tgz` */
export async function readTarball(file: string): Promise<Tarball> {
  const listing = (await run('tar', ['-tzf', file])).trim().split('\n');
  const manifestText = await run('tar', ['-xzOf', file, 'package/package.json']);
  return { listing, manifestText, manifest: JSON.parse(manifestText) };
}

/** What a tarball lacks or has too much of. */
export function wrongContent({
  listing,
  manifestText,
}: Pick<Tarball, 'listing' | 'manifestText'>): readonly string[] {
  const needed = [
    'LICENSE',
    'README.md',
    'package.json',
    'dist/index.js',
    'dist/index.cjs',
    'dist/index.d.ts',
    'dist/index.d.cts',
  ];
  const missing = needed.filter((file) => !listing.includes(`package/${file}`));
  const unwanted = listing.filter((file) => /\.test\.ts$|\/test\/|\.tsbuildinfo$|\/\.turbo\//.test(file));
  return [
    ...missing.map((file) => `${file} is missing.`),
    ...unwanted.map((file) => `${file} is for this repository only.`),
    ...(/"(?:workspace|catalog):/.test(manifestText)
      ? ['a version is still "workspace:" or "catalog:".']
      : []),
  ];
}
