import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';

const nobody = 65_534;
const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--no-new-privs'];

/** As whom functions run: nobody, where this process is root and Node can be run by others; else as who runs this. */
export interface Sandbox {
  readonly user: 'nobody' | 'self';
  command(program: string, parameters: readonly string[]): readonly [string, ...string[]];
  /** Makes a folder the function's own. */
  give(folder: string): void;
}

/** In Lambda the package is read-only, because it belongs to another user: for that, one must be root here. */
export function findSandbox(nodeProgram: string): Sandbox {
  const [first = '', ...rest] = asNobody;
  const works =
    process.getuid?.() === 0 && spawnSync(first, [...rest, nodeProgram, '--version']).status === 0;
  if (!works)
    return {
      user: 'self',
      command: (program, parameters) => [program, ...parameters],
      give: () => undefined,
    };
  return {
    user: 'nobody',
    command: (program, parameters) => [first, ...rest, program, ...parameters],
    give: (folder) => chownSync(folder, nobody, nobody),
  };
}
