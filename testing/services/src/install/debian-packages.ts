import { accessSync, constants } from 'node:fs';
import { run } from '../../../../scripts/setup/command.mjs';

/** Programs, and the Debian packages that they come with. */
export interface DebianPrograms {
  readonly programs: readonly string[];
  readonly packages: readonly string[];
}

/**
 * Installs Debian packages unless their programs are there. Several processes may call it at the same time: the first installs,
 * the others wait.
 *
 * @returns `undefined`: all is there; else why it is not and cannot be installed here
 * @throws CommandFailed when apt-get fails
 */
export async function installDebianPackages({
  programs,
  packages,
}: DebianPrograms): Promise<string | undefined> {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length === 0) return undefined;
  if (process.getuid?.() !== 0 || !['apt-get', 'flock'].every(isInstalled)) {
    return `needs ${missing.join(', ')}: install the packages ${packages.join(' ')}, or run as root on Debian, where they are installed by themselves`;
  }
  await run('flock', ['/run/lithops-testing-apt.lock', 'sh', '-c', installing, 'sh', ...packages], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  });
  return undefined;
}

// The lists may be missing or too old, but mostly they are neither. Under the lock, so that they are fetched once; what others
// have installed in the meantime takes no time.
const install = 'apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=600 "$@"';
const installing = `${install} || { apt-get update && ${install}; }`;

function isInstalled(program: string): boolean {
  return ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/bin', '/sbin'].some((folder) => {
    try {
      accessSync(`${folder}/${program}`, constants.X_OK);
      return true;
    } catch {
      return false; // not there
    }
  });
}
