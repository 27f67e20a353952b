import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder with these files, removed when the test ends. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'lithops-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** An installed package with a compute plug-in. `create` is the text of its method, `section` of its keys. */
export function backendPackage(name: string, { section = '{}', create = '{}' }): Record<string, string> {
  const folder = `node_modules/lithops-backend-${name}`;
  return {
    [`${folder}/package.json`]: `{ "name": "lithops-backend-${name}", "main": "index.js" }`,
    [`${folder}/index.js`]: `module.exports = {
      kind: 'compute', name: '${name}', specVersion: 1, sections: { ${name}: ${section} },
      worker: new URL('file:///worker.js'), create() ${create},
    };`,
  };
}
