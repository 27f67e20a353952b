import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installDebianPackages } from '@lithops/testing-services';
import type { TestProject } from 'vitest/node';
import { run } from '../../../scripts/setup/command.mjs';
import { importImage, nodeImage } from './images.js';

/** How the executors of these tests start containers. */
export interface PodmanUnderTest {
  /** Arguments of podman itself: a store of its own, which ends with the tests. */
  readonly engineArguments: readonly string[];
  readonly containerArguments: readonly string[];
  /** Node.js, the libraries that it needs, and nothing else. */
  readonly image: string;
  readonly imageWithoutNode: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** A text: why there is none on this machine. */
    readonly podman: PodmanUnderTest | string;
  }
}

const podman = { programs: ['podman', 'runc'], packages: ['podman', 'runc'] };

// runc and no limits of its own: that works inside containers and small virtual machines, too.
const runtimeArguments = ['--runtime', 'runc', '--cgroup-manager', 'cgroupfs'];
const containerArguments = ['--pull=never', '--ulimit', 'nofile=1024:2048', '--ulimit', 'nproc=4096:4096'];

/** Installs what is missing and makes the images, once for all tests of this suite. */
export default async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const missing = await installDebianPackages(podman);
  if (missing !== undefined) {
    if (process.env['CI'] !== undefined) throw new Error(missing);
    provide('podman', missing);
    return undefined;
  }
  const scratch = await mkdtemp(path.join(tmpdir(), 'lithops-podman-'));
  const store = ['--root', path.join(scratch, 'store'), '--runroot', path.join(scratch, 'run')];
  const engineArguments = [...store, ...runtimeArguments];
  const image = await nodeImage(engineArguments, path.join(scratch, 'image'));
  const imageWithoutNode = await importImage(engineArguments, 'without-node', path.join(scratch, 'empty'));
  provide('podman', { engineArguments, containerArguments, image, imageWithoutNode });
  return async () => {
    await run('podman', [...engineArguments, 'system', 'reset', '--force']);
    await rm(scratch, { recursive: true, force: true });
  };
}
