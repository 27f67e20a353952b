import { readFileSync } from 'node:fs';

/** The version of this package. Read where it is kept, so that no second place can say another. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    return String(manifest.version);
  }
  throw new TypeError('Expected the package.json of @lithops/cli to have a "version".');
}
