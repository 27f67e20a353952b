import { homedir } from 'node:os';

/** What the process gives a configuration besides its options. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  /** `undefined`: this user has none, as in some containers. */
  readonly homeDirectory: string | undefined;
  /** The last file to be looked for. */
  readonly systemFile: string;
}

/** Those of this process. */
export function processSurroundings(): Surroundings {
  return {
    environment: process.env,
    workingDirectory: process.cwd(),
    homeDirectory: homeOrNone(),
    systemFile: '/etc/lithops/config',
  };
}

function homeOrNone(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined; // no HOME, and a user that the system does not list
  }
}
