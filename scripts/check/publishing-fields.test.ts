import { describe, expect, it } from 'vitest';
import { wrongPublishingFields } from './publishing-fields.js';

describe('the fields for a registry', () => {
  const folder = 'packages/storage-x';
  const url = 'git+https://example.org/owner/name.git';
  const manifest = {
    name: '@lithops/storage-x',
    keywords: ['lithops', 'x'],
    homepage: 'https://example.org/owner/name/tree/main/packages/storage-x#readme',
    bugs: 'https://example.org/owner/name/issues',
    repository: { type: 'git', url, directory: folder },
    publishConfig: { access: 'public', provenance: true },
  };

  it('say where the package comes from, and that it is attested', () => {
    expect(wrongPublishingFields({ folder, manifest }, url)).toEqual([]);
  });

  it.each([
    ['homepage', 'https://example.org/owner/name'],
    ['bugs', undefined],
    ['repository', { type: 'git', url }],
    ['repository', { type: 'git', url: 'git+https://example.org/fork/name.git', directory: folder }],
    ['publishConfig', { access: 'public' }],
    ['publishConfig', { access: 'public', provenance: false }],
    ['publishConfig', { access: 'restricted', provenance: true }],
    ['keywords', ['x']],
  ])('refuse another %s: %j', (field, value) => {
    const other = { ...manifest, [field]: value };
    expect(wrongPublishingFields({ folder, manifest: other }, url)).toEqual([
      expect.stringContaining(`"${field}" must be`),
    ]);
  });
});
