import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Check } from '../check/check.js';
import { readTarball, wrongContent } from '../tarball.js';
import { wrongManifest } from './manifest.js';
import type { Versions } from './versions.js';

/** One version of a package in a registry. */
export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  /** Where its tarball is. */
  readonly tarballUrl: string;
}

/** Asks a registry for what it has of these packages. @throws {Error} when one is missing */
export function publishedIn(registry: string, versions: Versions): Promise<readonly PublishedPackage[]> {
  return Promise.all(
    [...versions].map(async ([name, version]) => {
      const response = await fetch(`${registry}${name.replace('/', '%2f')}/${version}`);
      if (!response.ok)
        throw new Error(`Expected ${name}@${version} in the registry, got status ${response.status}.`);
      const { dist }: { dist: { tarball: string } } = JSON.parse(await response.text());
      return { name, version, tarballUrl: dist.tarball };
    }),
  );
}

/** Whether a package is whole in the registry: its files, and the versions of ours it asks for. */
export function wholeInRegistry(one: PublishedPackage, versions: Versions, scratch: string): Check {
  return {
    name: `${one.name}@${one.version}`,
    async run() {
      const response = await fetch(one.tarballUrl);
      if (!response.ok) return [`Expected ${one.tarballUrl}, got status ${response.status}.`];
      const file = path.join(scratch, path.basename(one.tarballUrl));
      await writeFile(file, Buffer.from(await response.arrayBuffer()));
      const tarball = await readTarball(file);
      return [...wrongContent(tarball), ...wrongManifest(tarball.manifest, versions)];
    },
  };
}
