import { describe, expect, it } from 'vitest';
import { wrongContent } from './tarball.js';

describe('a tarball', () => {
  const files = [
    'LICENSE',
    'README.md',
    'package.json',
    'dist/index.js',
    'dist/index.cjs',
    'dist/index.d.ts',
    'dist/index.d.cts',
  ];
  const listing = files.map((file) => `package/${file}`);

  it('is good with licence, README, code and types', () => {
    expect(wrongContent({ listing, manifestText: '{}' })).toEqual([]);
  });

  it.each(files)('is not without %s', (file) => {
    const others = listing.filter((one) => one !== `package/${file}`);
    expect(wrongContent({ listing: others, manifestText: '{}' })).toEqual([`${file} is missing.`]);
  });

  it('is not with tests, or with versions that only the workspace knows', () => {
    const tests = [...listing, 'package/src/a.test.ts'];
    expect(wrongContent({ listing: tests, manifestText: '{}' })).toHaveLength(1);
    expect(wrongContent({ listing, manifestText: '{"dependencies":{"a":"workspace:^"}}' })).toHaveLength(1);
  });
});
