import { type DebianPrograms, installDebianPackages } from './debian-packages.js';

const redis: DebianPrograms = { programs: ['redis-server'], packages: ['redis-server'] };

/**
 * Installs Redis where that can be done: as root on Debian. The service that the package brings is not used.
 *
 * @returns `undefined`: it is there; else why it is not
 * @throws CommandFailed when apt-get fails
 */
export function ensureRedisInstalled(): Promise<string | undefined> {
  return installDebianPackages(redis);
}
