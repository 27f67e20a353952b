import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, type Workspace } from '../support/built-package.js';
import { type Shipped, ship } from '../support/ship.js';
import { bundledPrograms, type Environment, environments } from './environments.js';

let workspace: Workspace;

beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace.remove());

/** Captures all functions of the program in its environment, and runs them in a process that knows nothing of it. */
async function shipFrom({ name, prepare }: Environment): Promise<Shipped> {
  const folder = join(workspace.folder, name.replace(/\W+/g, '-'));
  return ship(workspace, folder, await prepare(folder));
}

describe.each(environments)('a program under $name', (environment) => {
  let shipped: Shipped;
  beforeAll(async () => {
    shipped = await shipFrom(environment);
  });

  it.each([
    'closures',
    'modules',
    'packages',
    'builtins',
    'classes',
    'recursion',
    'generators',
    'dynamic',
    'nested',
    'errors',
  ])('captures %s, which give the same in a fresh process', (feature) => {
    expect(shipped.results).toHaveProperty(feature);
    expect(shipped.remote[feature]).toEqual(shipped.results[feature]);
  });

  it("names the user's own file and line in a stack from there", () => {
    const [, file = '', line = ''] =
      /((?:\/|[A-Z]:)[^\s()]*?functions\.[jt]s):(\d+):\d+/.exec(shipped.stack) ?? [];
    expect(shipped.stack).toContain('thrown here');
    expect(basename(file)).toBe(environment.keepsTypeScript ? 'functions.ts' : 'functions.js');
    expect(readFileSync(file, 'utf8').split('\n')[Number(line) - 1]).toContain(`throw new TooDear`);
  });
});

describe.each(bundledPrograms)('a program whose packages are inside the output of $name', (environment) => {
  let shipped: Shipped;
  beforeAll(async () => {
    shipped = await shipFrom(environment);
  });

  it('is refused where a function uses the wrapper of a package, with both ways out', () => {
    expect(shipped.remote['packages']).toMatch(/LITHOPS_BUNDLED_FUNCTION/);
    expect(shipped.remote['packages']).toMatch(/fromModule[\s\S]*@lithops\/closure\/esbuild/);
  });

  it('ships what uses none', () => {
    for (const feature of ['closures', 'recursion', 'generators', 'errors']) {
      expect(shipped.remote[feature]).toEqual(shipped.results[feature]);
    }
  });
});
