import { type DebianPrograms, installDebianPackages } from './debian-packages.js';

const ceph: DebianPrograms = {
  programs: ['radosgw', 'radosgw-admin', 'ceph', 'ceph-mon', 'ceph-osd', 'monmaptool'],
  packages: ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-common'],
};

/**
 * Installs Ceph where that can be done: as root on Debian.
 *
 * @returns `undefined`: it is there; else why it is not
 * @throws CommandFailed when apt-get fails
 */
export function ensureCephInstalled(): Promise<string | undefined> {
  return installDebianPackages(ceph);
}
