import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the process gives a configuration besides its options. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  /** `undefined`: this user has none, as in some containers. */
  readonly homeDirectory: string | undefined;
  /** The last file to be looked for. */
  readonly systemFile: string;
  /**
   * Where the program and this core are installed, the last places for packages of plug-ins: a command may be installed for
   * all projects, and plug-ins beside it. @default none
   */
  readonly installedIn?: readonly string[] | undefined;
}

/** Those of this process. */
export function processSurroundings(): Surroundings {
  return {
    environment: process.env,
    workingDirectory: process.cwd(),
    homeDirectory: homeOrNone(),
    systemFile: '/etc/lithops/config',
    installedIn: [...programFolders(process.argv[1]), dirname(fileURLToPath(import.meta.url))],
  };
}

/** As it was named and, since commands are links, where it lies. */
function programFolders(program: string | undefined): readonly string[] {
  if (program === undefined) return [];
  const named = resolve(program);
  try {
    return [dirname(named), dirname(realpathSync(named))];
  } catch {
    return [dirname(named)]; // of code that stands in no file
  }
}

function homeOrNone(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined; // no HOME, and a user that the system does not list
  }
}
