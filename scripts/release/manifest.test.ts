import { describe, expect, it } from 'vitest';
import { wrongManifest } from './manifest.js';

const versions = new Map([
  ['@lithops/core', '1.2.0'],
  ['@lithops/aws', '1.1.3'],
]);
const plugin = {
  name: '@lithops/storage-x',
  dependencies: { '@lithops/aws': '^1.1.3', yaml: '^2.0.0' },
  peerDependencies: { '@lithops/core': '^1.2.0' },
};

describe('the manifest of a published package', () => {
  it('asks for ours from the versions that are published with it on', () => {
    expect(wrongManifest(plugin, versions)).toEqual([]);
  });

  it.each(['workspace:^', '^1.1.0', '1.2.0', '*'])('does not ask for core %s', (range) => {
    const other = { ...plugin, peerDependencies: { '@lithops/core': range } };
    expect(wrongManifest(other, versions)).toEqual([`@lithops/core must be ^1.2.0, is ${range}.`]);
  });

  it('does not ask for what of ours is not published', () => {
    const other = { ...plugin, dependencies: { '@lithops/testing-backends': '^1.0.0' } };
    expect(wrongManifest(other, versions)).toEqual([expect.stringContaining('must be ^a published version')]);
  });

  it('of a plug-in brings no core of its own along', () => {
    const other = { ...plugin, dependencies: { '@lithops/core': '^1.2.0' } };
    expect(wrongManifest(other, versions)).toEqual([expect.stringContaining('as well')]);
  });
});
