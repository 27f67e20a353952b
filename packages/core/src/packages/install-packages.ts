import { copyFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { redactor } from '../config/redact.js';
import type { WorkerPlatform } from '../spec/capabilities.js';
import { checkNativeCode } from './native-code.js';
import { npmEnvironment, npmSecrets, projectSettingsFile } from './npm-settings.js';
import { checkNpm, type NpmRun, runNpm } from './run-npm.js';
import type { VersionPlan } from './version-plan.js';

/** Packages come as they were published: nothing of them is run on this machine. */
const PARAMETERS = [
  'install',
  '--prefix=.',
  '--ignore-scripts',
  '--omit=dev',
  '--include=optional',
  '--include=prod',
  '--install-strategy=hoisted',
  '--no-bin-links',
  '--no-package-lock',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--loglevel=error',
];

/** What npm needs or leaves, and workers do not need; it names registries, too. */
const LEFT = [
  'package.json',
  '.npmrc',
  'package-lock.json',
  'node_modules/.package-lock.json',
  'node_modules/.bin',
];

/**
 * Installs packages into a folder, for another system than this one maybe, with the npm of this machine as this project has
 * it set up. Nothing but the packages stays there.
 *
 * @throws {LithopsError} `LITHOPS_PACKAGES`
 */
export async function installPackages(
  folder: string,
  plan: VersionPlan,
  { platform, signal }: { readonly platform: WorkerPlatform; readonly signal: AbortSignal },
): Promise<void> {
  const { dependencies, overrides } = plan;
  const settingsFile = projectSettingsFile(plan.folder);
  const run: NpmRun = {
    folder,
    environment: npmEnvironment(process.env),
    signal,
    redact: redactor(npmSecrets(settingsFile, process.env)),
  };
  await checkNpm(run);
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies, overrides }),
  );
  if (settingsFile !== undefined) await lend(settingsFile, path.join(folder, '.npmrc'));
  const { os, cpu, libc } = platform;
  await runNpm([...PARAMETERS, `--os=${os}`, `--cpu=${cpu}`, `--libc=${libc}`], run);
  for (const name of LEFT) await rm(path.join(folder, name), { recursive: true, force: true });
  await checkNativeCode(folder, Object.keys(dependencies), platform);
}

/** Tokens are in it: it is not copied where that can be helped. */
function lend(file: string, place: string): Promise<void> {
  // There, links are for administrators.
  return process.platform === 'win32' ? copyFile(file, place) : symlink(file, place);
}
