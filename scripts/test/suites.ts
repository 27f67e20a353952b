import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/command.mjs';
import { fetchTool } from '../setup/pnpm.mjs';
import { filesBelow, workspacePackages } from '../workspace.js';
import { exampleSuite } from './examples-suite.js';
import type { Suite } from './suite.js';
import { type NodeUnderTest, vitestSuite } from './vitest-suite.js';

/**
 * Packages whose tests must pass on the oldest and the newest supported Node, because they lean on what V8 tells, with those of their
 * tests that do; none named: all. What core does with backends, faults of theirs and objects, and its types, is the same on every
 * Node, and is tried on each by CI.
 */
export const onBothNodes: Readonly<Record<string, readonly string[]>> = {
  'packages/closure': [],
  'packages/core': ['src/', 'test/api/', 'test/localhost/', 'test/worker/'],
};

/** All there is to run, in order: what is quick to fail first. */
export async function allSuites(): Promise<readonly Suite[]> {
  const folders = workspacePackages()
    .map(({ folder }) => folder)
    .filter((folder) => existsSync(path.join(root, folder, 'vitest.config.ts')));
  const packages = folders.filter((folder) => folder.startsWith('packages/'));
  const integration = folders.filter((folder) => !folder.startsWith('packages/'));
  const other = await otherNode();
  return [
    vitestSuite('scripts', 'scripts'),
    ...packages.map((folder) => vitestSuite(path.basename(folder), folder)),
    ...Object.entries(onBothNodes).map(([folder, only]) =>
      vitestSuite(path.basename(folder), folder, { ...other, only }),
    ),
    ...integration.map((folder) => vitestSuite(folder, folder)),
    ...examples(),
  ];
}

/** Examples that have no test of their own, which would run them and look closer. */
function examples(): Suite[] {
  const tested = filesBelow('examples/test', ['.ts']).map(({ text }) => text);
  return filesBelow('examples', ['.ts'])
    .map((file) => file.path)
    .filter((file) => /^examples\/[^/]+\.ts$/.test(file) && !file.endsWith('.config.ts'))
    .filter((file) => !tested.some((text) => text.includes(`'${path.basename(file)}'`)))
    .map(exampleSuite);
}

/** Node 24 when this is another one, else Node 20. */
async function otherNode(): Promise<Omit<NodeUnderTest, 'only'>> {
  const major = process.versions.node.startsWith('24.') ? 20 : 24;
  const folder = await fetchTool(`node@${major}`, 'node');
  return { label: `Node ${major}`, binary: path.join(folder, 'node') };
}
