import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { packPackages } from '../../../scripts/pack.js';
import { root, run } from '../../../scripts/setup/command.mjs';

/** Paths of packed packages, by name. */
export type Tarballs = Readonly<Record<string, string>>;

declare module 'vitest' {
  export interface ProvidedContext {
    readonly tarballs: Tarballs;
    /** Where projects are made; gone when all tests have ended. */
    readonly scratch: string;
  }
}

const packages = [
  '@lithops/closure',
  '@lithops/core',
  '@lithops/cli',
  'lithops',
  'lithops-backend-http',
  'lithops-storage-redis',
  'lithops-monitor-socket',
];
/** A monitor that tells who has reported by it. */
const fixtures = ['lithops-monitor-folder'];

/** Packs, once for all tests of this suite, what they install. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'lithops-plugins-')));
  const packed = path.join(scratch, 'packed');
  await mkdir(packed);
  const tarballs = (await packPackages(packed, packages)).map(({ name, tarball }) => [name, tarball]);
  for (const name of fixtures) {
    const cwd = path.join(root, 'testing/plugins/fixtures', name);
    await run('npm', ['pack', '--pack-destination', packed], { cwd });
    tarballs.push([name, path.join(packed, `${name}-1.0.0.tgz`)]);
  }
  provide('tarballs', Object.fromEntries(tarballs));
  provide('scratch', scratch);
  return () => rm(scratch, { recursive: true, force: true });
}
