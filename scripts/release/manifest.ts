import type { Manifest } from '../workspace.js';
import type { Versions } from './versions.js';

/** What is wrong with a package.json as the registry has it, among packages of these versions. */
export function wrongManifest(manifest: Manifest, versions: Versions): readonly string[] {
  return [...wrongRanges(manifest, versions), ...wrongPlaces(manifest)];
}

/** A package works with the versions of ours it was tested with, and with later ones that are compatible. */
function wrongRanges(manifest: Manifest, versions: Versions): readonly string[] {
  const ours = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(
    ([name]) => name === 'lithops' || name.startsWith('@lithops/'),
  );
  return ours
    .filter(([name, range]) => range !== `^${versions.get(name)}`)
    .map(([name, range]) => `${name} must be ^${versions.get(name) ?? 'a published version'}, is ${range}.`);
}

/** There is one core in a project, which plug-ins find there and never bring along. */
function wrongPlaces(manifest: Manifest): readonly string[] {
  const core = '@lithops/core';
  const isPlugin = manifest.peerDependencies?.[core] !== undefined;
  return isPlugin && manifest.dependencies?.[core] !== undefined
    ? [`${core} is a peer dependency and a dependency as well.`]
    : [];
}
