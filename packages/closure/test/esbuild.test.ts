import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type BuildOptions, build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createWorkspace, type Workspace, writeFiles } from './support/built-package.js';

/** A program that ships a function and runs it, as a worker would. */
function shipping(target: string): string {
  return `
    import { capture, fromModule, load } from '@lithops/closure';
    const { crunch } = fromModule<typeof import('./work.js')>(${target});
    const shipped = capture(crunch.bind(null, 2));
    load<(n: number) => number>(shipped).then((run) => console.log(run(20), crunch(1, 2)));
  `;
}

const work = `
  import { basename } from 'node:path';
  import { sum } from './sum.js';
  export function crunch(a: number, b: number): string { return basename('/x/' + sum(a, b)); }
`;
const sum = 'export const sum = (a: number, b: number): number => a + b;';

describe('a program bundled with the plug-in', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await createWorkspace();
  });
  afterAll(() => workspace.remove());

  /** Bundles a program, and runs it in a folder where nothing else is. @returns what it prints */
  async function run(files: Readonly<Record<string, string>>, options: BuildOptions = {}): Promise<string> {
    const folder = await mkdtemp(join(workspace.folder, 'program-'));
    writeFiles(folder, {
      'main.ts': shipping("new URL('./work.js', import.meta.url)"),
      'work.ts': work,
      'sum.ts': sum,
      ...files,
    });
    const { lithops } = await import(pathToFileURL(workspace.entry.replace(/index\.js$/, 'esbuild.js')).href);
    const outfile = join(folder, 'out', options.format === 'esm' ? 'main.mjs' : 'main.cjs');
    await build({
      entryPoints: [join(folder, 'main.ts')],
      bundle: true,
      platform: 'node',
      outfile,
      logLevel: 'silent',
      plugins: [lithops()],
      ...options,
    });
    const alone = await mkdtemp(join(tmpdir(), 'lithops-alone-'));
    onTestFinished(() => rm(alone, { recursive: true }));
    await cp(join(folder, 'out'), alone, { recursive: true });
    const main = join(alone, options.format === 'esm' ? 'main.mjs' : 'main.cjs');
    const { stdout } = await promisify(execFile)(process.execPath, [main], { cwd: alone });
    return stdout.trim();
  }

  it.each(['cjs', 'esm'] as const)(
    'ships modules that lie beside it, with no bundler there (%s)',
    async (format) => {
      expect(await run({}, { format })).toBe('22 3');
    },
  );

  it.each([
    ['by require.resolve', "require.resolve('./work')"],
    ['by the name of a package', "'worker-package'"],
  ])('finds a module that is named %s', async (_, target) => {
    writeFiles(join(workspace.folder, 'node_modules', 'worker-package'), {
      'package.json': '{ "name": "worker-package", "main": "index.js" }',
      'index.js': 'exports.crunch = (a, b) => String(a + b);',
    });
    expect(await run({ 'main.ts': shipping(target) })).toBe('22 3');
  });

  it('ships functions of its own with what they close over, minified too', async () => {
    const main = `
      import { capture, load } from '@lithops/closure';
      import { sum } from './sum.js';
      const offset = 5;
      const shipped = capture((n: number) => sum(n, offset));
      load<(n: number) => number>(shipped).then((run) => console.log(run(20)));
    `;
    expect(await run({ 'main.ts': main }, { minify: true })).toBe('25');
  });

  it('may not be imported by a module that workers load: they would run it', async () => {
    const looping = "import './main.js'; export const crunch = (a: number, b: number): number => a + b;";
    await expect(run({ 'work.ts': looping })).rejects.toThrow(
      /expected .*work\.ts not to import the program itself/,
    );
  });

  it('needs a module to be there', async () => {
    const main = shipping("new URL('./nowhere.js', import.meta.url)");
    await expect(run({ 'main.ts': main })).rejects.toThrow(/fromModule: .*nowhere\.js is not found/);
  });

  it('is one for Node.js, in one folder', async () => {
    await expect(run({}, { platform: 'browser' })).rejects.toThrow(
      /Expected "bundle: true" and "platform: 'node'"/,
    );
  });
});
