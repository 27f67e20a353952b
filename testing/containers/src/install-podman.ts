import { accessSync } from 'node:fs';
import { run } from '../../../scripts/setup/command.mjs';

const programs = ['podman', 'runc'];

/** Installs podman where that can be done. @returns why there is none, where it cannot */
export async function installPodman(): Promise<string | undefined> {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length === 0) return undefined;
  const names = missing.join(' and ');
  if (process.getuid?.() !== 0 || !isInstalled('apt-get'))
    return `needs ${names}: install them, or run as root on Debian, where this installs them.`;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '--yes', '--no-install-recommends', ...missing], { env });
  return undefined;
}

function isInstalled(program: string): boolean {
  return ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/bin', '/sbin'].some((folder) => {
    try {
      accessSync(`${folder}/${program}`);
      return true;
    } catch {
      return false; // not there
    }
  });
}
