import { homedir } from 'node:os';

/** What the process gives a configuration besides its options. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly homeDirectory: string;
  /** The last file to be looked for. */
  readonly systemFile: string;
}

/** Those of this process. */
export function processSurroundings(): Surroundings {
  return {
    environment: process.env,
    workingDirectory: process.cwd(),
    homeDirectory: homedir(),
    systemFile: '/etc/lithops/config',
  };
}
