import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { versionFile, versionSource } from '../release/core-version.mjs';
import { root } from '../setup/command.mjs';
import {
  type Manifest,
  publishedPackages,
  repositoryUrl,
  type WorkspacePackage,
  workspacePackages,
} from '../workspace.js';
import type { Check } from './check.js';
import { wrongPublishingFields } from './publishing-fields.js';

/** One shape for every package, so that knowing one is knowing all. */
export const packageShape: Check = {
  name: 'package shape',
  run: () => [
    ...publishedPackages().flatMap((one) =>
      misshapen(one, (file) => existsSync(path.join(root, one.folder, file))),
    ),
    ...publishedPackages().flatMap((one) =>
      wrongPublishingFields(one, repositoryUrl()).map((problem) => `${one.folder}: ${problem}`),
    ),
    ...publishedPackages().flatMap((one) =>
      wrongVersionInSource(one, readFileSync(path.join(root, versionFile), 'utf8')),
    ),
    ...workspacePackages().flatMap(privateUnlessPublished),
  ],
};

/** What core says of its version must be what its package says: plug-ins are held to it. */
export function wrongVersionInSource({ manifest }: WorkspacePackage, source: string): readonly string[] {
  const { name, version = '' } = manifest;
  if (name !== '@lithops/core' || source === versionSource(version)) return [];
  return [`${versionFile} must be what npm run release:version writes: VERSION is not ${version}.`];
}

const sharedFields: Readonly<Record<string, unknown>> = {
  license: 'Apache-2.0',
  type: 'module',
  engines: { node: '>=20.19' },
  scripts: { build: 'tsup && node ../../scripts/build/common-js.mjs', types: 'tsc', test: 'vitest run' },
};

const files = ['README.md', 'tsconfig.json', 'tsup.config.ts', 'vitest.config.ts', 'src/index.ts'];

/** What is wrong with a published package's manifest and layout. */
export function misshapen(one: WorkspacePackage, has: (file: string) => boolean): readonly string[] {
  const { folder, manifest } = one;
  const problems = [
    ...Object.entries(sharedFields)
      .filter(([field, value]) => JSON.stringify(manifest[field]) !== JSON.stringify(value))
      .map(
        ([field, value]) =>
          `"${field}" must be ${JSON.stringify(value)}, is ${JSON.stringify(manifest[field])}.`,
      ),
    ...files.filter((file) => !has(file)).map((file) => `${file} is missing.`),
    ...textProblems(manifest),
    ...entryProblems(manifest),
    ...Object.entries(manifest.exports ?? {}).flatMap(([subpath, entry]) => exportProblems(subpath, entry)),
  ];
  return problems.map((problem) => `${folder}: ${problem}`);
}

function textProblems(manifest: Manifest): readonly string[] {
  const problems: string[] = [];
  if (!/^(@lithops\/[a-z0-9-]+|lithops)$/.test(manifest.name))
    problems.push(`"${manifest.name}" is not ours.`);
  if (!String(manifest['description'] ?? '').endsWith('.'))
    problems.push('"description" must be a sentence.');
  if (manifest.private === true) problems.push('it is private; private packages live in testing/.');
  if (!/^[1-9]\d*\.\d+\.\d+/.test(manifest.version ?? '')) problems.push('"version" must be 1.0.0 or later.');
  return problems;
}

function entryProblems(manifest: Manifest): readonly string[] {
  const problems: string[] = [];
  const shipped = JSON.stringify(manifest['files'] ?? []);
  if (shipped !== '["dist","src","!src/**/*.test.ts"]') {
    problems.push(`"files" must be ["dist", "src", "!src/**/*.test.ts"], is ${shipped}.`);
  }
  const paths = Object.keys(manifest.exports ?? {});
  if (paths[0] !== './package.json' || !paths.includes('.')) {
    problems.push('"exports" must begin with "./package.json" and have ".".');
  }
  if (manifest['main'] !== './dist/index.cjs') problems.push('"main" must be "./dist/index.cjs".');
  if (manifest['types'] !== './dist/index.d.ts') problems.push('"types" must be "./dist/index.d.ts".');
  return problems;
}

/** Types first, then code, for `import` and for `require` apart: else one of the two gets the other's types. */
function exportProblems(subpath: string, entry: unknown): readonly string[] {
  if (subpath === './package.json') return [];
  const name = /"default":"\.\/dist\/([^"]+)\.js"/.exec(JSON.stringify(entry))?.[1] ?? '?';
  const expected = {
    import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
    require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
  };
  if (JSON.stringify(entry) === JSON.stringify(expected)) return [];
  return [`"exports" of "${subpath}" must be ${JSON.stringify(expected)}, in this order.`];
}

function privateUnlessPublished({ folder, manifest }: WorkspacePackage): readonly string[] {
  if (folder.startsWith('packages/')) return [];
  const problems: string[] = [];
  if (manifest.private !== true) problems.push(`${folder}: must be "private": true.`);
  // pnpm cannot pack a package that depends on one without a version, not even when it is for its tests only
  if (folder.startsWith('testing/') && manifest.version === undefined)
    problems.push(`${folder}: must have a "version".`);
  if (manifest.scripts?.['types'] !== 'tsc') problems.push(`${folder}: must have the script "types": "tsc".`);
  return problems;
}
