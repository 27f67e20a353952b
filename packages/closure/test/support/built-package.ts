import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Options } from 'tsup';
import config from '../../tsup.config.js';

const packageFolder = join(import.meta.dirname, '../..');
/** What the package's own build runs after tsup. */
const commonJsTwins = join(packageFolder, '../../scripts/build/common-js.mjs');

/** A folder for programs, with this package built and installed in it as users have it. */
export interface Workspace {
  readonly folder: string;
  /** The built entry, as an absolute path. */
  readonly entry: string;
  remove(): void;
}

/** Builds the package as it is published; other packages are found in the folder above. */
export async function createWorkspace(): Promise<Workspace> {
  const folder = mkdtempSync(join(packageFolder, 'test', '.workspace-'));
  const installed = join(folder, 'node_modules', '@lithops', 'closure');
  mkdirSync(installed, { recursive: true });
  cpSync(join(packageFolder, 'package.json'), join(installed, 'package.json'));
  const tsconfig = join(packageFolder, 'tsconfig.json');
  const outDir = join(installed, 'dist');
  await build({
    ...(config as Options),
    entry: absoluteEntries(config as Options),
    config: false,
    dts: false,
    silent: true,
    sourcemap: false,
    outDir,
    tsconfig,
    onSuccess: async () => {
      execFileSync(process.execPath, [commonJsTwins], { cwd: installed });
    },
  });
  return {
    folder,
    entry: join(outDir, 'index.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The same files as in the package's own build: the folder of the test is another. */
function absoluteEntries({ entry = {} }: Options): Record<string, string> {
  return Object.fromEntries(Object.entries(entry).map(([name, file]) => [name, join(packageFolder, file)]));
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}
