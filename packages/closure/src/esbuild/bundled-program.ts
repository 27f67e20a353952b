import path from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { type EmittedFile, emitFiles } from './emit-files.js';
import { MODULES_FOLDER, ModuleTargets } from './module-targets.js';
import { OwnPackages } from './own-packages.js';

/** What {@link lithops} is to know besides what it sees. */
export interface BundledProgramOptions {
  /** Packages of plug-ins (backends, stores) whose names do not begin with `@lithops/`. */
  readonly plugins?: readonly string[] | undefined;
}

/** Beside a program: the code of its workers. Core looks there, under the same name. */
const WORKERS_FOLDER = 'lithops-workers';

/**
 * A plug-in of esbuild for programs that use Lithops and run where nothing is installed, such as in a Lambda function: beside
 * the program it writes the workers of its backends (`lithops-workers/`) and the modules that it names with `fromModule`
 * (`lithops-modules/`). All of its output must lie in one folder. Plug-ins are given to executors as objects
 * (`backend: awsLambda({ … })`), for there are no packages to be found by name.
 *
 * @example
 * import { lithops } from '@lithops/closure/esbuild';
 * import { build } from 'esbuild';
 *
 * await build({ entryPoints: ['src/handler.ts'], bundle: true, platform: 'node', outfile: 'dist/handler.js', plugins: [lithops()] });
 */
export function lithops({ plugins = [] }: BundledProgramOptions = {}): Plugin {
  return {
    name: 'lithops',
    setup(build) {
      const folder = checkOptions(build.initialOptions);
      if (build.initialOptions.format === 'esm') giveRequire(build.initialOptions);
      const own = new OwnPackages(build, plugins);
      const targets = new ModuleTargets(build);
      own.watch();
      targets.watch();
      build.onEnd(async (result) => {
        if (result.errors.length > 0) return;
        const files: EmittedFile[] = [
          ...inFolder(MODULES_FOLDER, targets.files()),
          ...inFolder(WORKERS_FOLDER, await own.workerFiles()),
        ];
        await emitFiles(folder, files, build.initialOptions.write === false ? result : undefined);
      });
    },
  };
}

function inFolder(folder: string, files: readonly EmittedFile[]): readonly EmittedFile[] {
  return files.map(({ name, contents }) => ({ name: path.join(folder, name), contents }));
}

/** @returns the folder of the output, absolute */
function checkOptions(options: BuildOptions): string {
  const { bundle, platform, outfile, outdir, absWorkingDir = process.cwd() } = options;
  if (bundle !== true || platform !== 'node')
    throw new TypeError(
      `Expected "bundle: true" and "platform: 'node'" with the plug-in lithops(), got bundle: ${bundle}, platform: ${platform}.`,
    );
  const folder = outfile === undefined ? outdir : path.dirname(path.resolve(absWorkingDir, outfile));
  if (folder !== undefined) return path.resolve(absWorkingDir, folder);
  throw new TypeError(
    'Expected "outfile" or "outdir" with the plug-in lithops(): it writes files beside the program.',
  );
}

/** CommonJS modules in an ES module have none; who has a banner that makes one keeps it. */
function giveRequire(options: BuildOptions): void {
  const { js = '' } = options.banner ?? {};
  if (js.includes('createRequire')) return;
  const lines = [
    "import { createRequire as lithopsCreateRequire } from 'node:module';",
    "import { fileURLToPath as lithopsFileURLToPath } from 'node:url';",
    'const require = lithopsCreateRequire(import.meta.url);',
    'const __filename = lithopsFileURLToPath(import.meta.url);',
    "const __dirname = lithopsFileURLToPath(new URL('.', import.meta.url));",
  ];
  options.banner = { ...options.banner, js: [js, ...lines].join('\n') };
}
