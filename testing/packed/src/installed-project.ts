import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { folderSizeBytes } from '../../../scripts/folder-size.js';
import { packPackages } from '../../../scripts/pack.js';
import { run } from '../../../scripts/setup/command.mjs';
import { fetchTool } from '../../../scripts/setup/pnpm.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** An empty project in which the packed packages are installed, with the tools that people use them with. */
    readonly project: string;
    /** Size of `node_modules` when nothing but the packages was installed. */
    readonly installSizeBytes: number;
    /** The Node 24 binary. */
    readonly node24: string;
  }
}

/** What newcomers install: core, and the closure it stands on (both, until both are published). */
const packages = ['@lithops/closure', '@lithops/core'];

/** The command, in the package that carries it and the one that implements it. */
const command = ['@lithops/cli', 'lithops'];

/** Lambda and storage in S3, and what they stand on. */
const aws = ['@lithops/aws', '@lithops/storage-s3', '@lithops/backend-aws-lambda'];

/** Tools that other people's projects use, in the versions that the registry calls latest of that major. */
const tools = ['tsx@4', 'typescript@5.9', '@types/node@20', 'jest@30', 'vitest@4'];

/** Packs and installs once for all tests of this suite. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'lithops-install-')));
  const project = path.join(scratch, 'project');
  await mkdir(project);
  const packed = await packPackages(scratch, packages);
  await writeFile(path.join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  await npmInstall(
    project,
    packed.map(({ tarball }) => tarball),
  );
  provide('installSizeBytes', await folderSizeBytes(path.join(project, 'node_modules')));
  const others = await packPackages(scratch, [...command, ...aws]);
  await npmInstall(project, ['--save-dev', ...tools, ...others.map(({ tarball }) => tarball)]);
  provide('project', project);
  provide('node24', path.join(await fetchTool('node@24', 'node'), 'node'));
  return () => rm(scratch, { recursive: true, force: true });
}

async function npmInstall(project: string, args: readonly string[]): Promise<void> {
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...args], { cwd: project });
}
