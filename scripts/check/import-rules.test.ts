import { describe, expect, it } from 'vitest';
import type { WorkspacePackage } from '../workspace.js';
import { brokenImports } from './import-rules.js';

const core: WorkspacePackage = {
  folder: 'packages/core',
  manifest: {
    name: '@lithops/core',
    exports: { '.': {}, './spec': {} },
    dependencies: { '@lithops/closure': '^1' },
  },
};
const closure: WorkspacePackage = {
  folder: 'packages/closure',
  manifest: { name: '@lithops/closure', exports: { '.': {}, './values': {} } },
};
const lambda: WorkspacePackage = {
  folder: 'packages/backend-aws-lambda',
  manifest: {
    name: '@lithops/backend-aws-lambda',
    exports: { '.': {} },
    peerDependencies: { '@lithops/core': '^1' },
  },
};

function broken(path: string, text: string): readonly string[] {
  return brokenImports([{ path, text }], [core, closure, lambda]);
}

describe('who may import whom, between packages', () => {
  it('lets core use what closure exports', () => {
    expect(broken('packages/core/src/job/a.ts', "import { capture } from '@lithops/closure';")).toEqual([]);
  });

  it('never lets core import a plug-in, not even its types or when it runs', () => {
    for (const form of [
      "import type { X } from 'PLUGIN';",
      "await import('PLUGIN');",
      "require('PLUGIN');",
    ]) {
      const text = form.replace('PLUGIN', '@lithops/backend-aws-lambda');
      expect(broken('packages/core/src/job/a.ts', text)).toEqual([
        expect.stringContaining('@lithops/core must not depend on @lithops/backend-aws-lambda'),
      ]);
    }
  });

  it('lets a plug-in use core, which it declares', () => {
    const text = "import type { ComputeBackend } from '@lithops/core/spec';";
    expect(broken('packages/backend-aws-lambda/src/index.ts', text)).toEqual([]);
  });

  it('refuses what the other package does not export', () => {
    const text = "export * from '@lithops/core/src/index.js';";
    expect(broken('packages/backend-aws-lambda/src/index.ts', text)).toEqual([
      expect.stringContaining('does not export "./src/index.js"'),
    ]);
  });

  it('refuses a relative path into another package, from tests as well', () => {
    const text = "import { x } from '../../closure/src/index.js';";
    expect(broken('packages/core/test/a.test.ts', text)).toEqual([
      expect.stringContaining('packages/core/test/a.test.ts:1 imports "../../closure/src/index.js"'),
    ]);
  });

  it('refuses a package that is allowed but not declared', () => {
    const undeclared = { ...core, manifest: { ...core.manifest, dependencies: {} } };
    const file = { path: 'packages/core/src/a.ts', text: "import '@lithops/closure';" };
    expect(brokenImports([file], [undeclared, closure])).toEqual([
      expect.stringContaining('not among the dependencies'),
    ]);
  });
});

describe('who may import whom, inside core', () => {
  it('keeps behaviour out of spec/, but for the family of errors', () => {
    expect(broken('packages/core/src/spec/a.ts', "import { x } from '../util/x.js';")).toHaveLength(1);
    expect(broken('packages/core/src/spec/a.ts', "import type { X } from '../util/x.js';")).toEqual([]);
    expect(broken('packages/core/src/spec/a.ts', "import { x } from '../errors/x.js';")).toEqual([]);
  });

  it('keeps the executor out of the worker', () => {
    expect(broken('packages/core/src/worker/a.ts', "import { x } from '../executor/x.js';")).toEqual([
      expect.stringContaining('worker/ must not import executor/'),
    ]);
  });

  it('lets a layer name the types of one above it, and load one when it runs', () => {
    const text =
      "import type { X } from '../executor/x.js';\nexport const load = () => import('../executor/x.js');";
    expect(broken('packages/core/src/worker/a.ts', text)).toEqual([]);
  });

  it('holds re-exports to the same rules', () => {
    expect(broken('packages/core/src/errors/index.ts', "export { x } from '../job/x.js';")).toHaveLength(1);
    expect(broken('packages/core/src/errors/index.ts', "export { type X } from '../job/x.js';")).toEqual([]);
  });

  it('keeps what is made for tests out of the product', () => {
    expect(broken('packages/core/src/executor/a.ts', "import { x } from '../testing/x.js';")).toHaveLength(1);
    expect(broken('packages/core/src/executor/a.test.ts', "import { x } from '../testing/x.js';")).toEqual(
      [],
    );
  });
});
