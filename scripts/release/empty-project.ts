import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Check } from '../check/check.js';
import { folderSizeBytes } from '../folder-size.js';
import { run } from '../setup/command.mjs';
import type { Combination } from './combinations.js';
import { foreign, installedNames, repeated } from './installed.js';
import { type ModuleKind, programOf } from './program.js';
import type { PublishedPackage } from './published.js';

/** A project with nothing but one combination of packages in it. */
export interface EmptyProject {
  readonly combination: Combination;
  readonly folder: string;
  /** The names of all packages in it, ours and those of others, sorted. */
  readonly names: readonly string[];
  /** Of `node_modules`. */
  readonly sizeBytes: number;
}

/**
 * Installs a combination into a new project, as its users will. Packages of our scope come from the given registry, those of
 * others from the one that npm is configured with; what of ours has no scope is named by its address.
 */
export async function installInto(
  folder: string,
  combination: Combination,
  published: readonly PublishedPackage[],
  registry: string,
): Promise<EmptyProject> {
  await mkdir(folder);
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  await writeFile(path.join(folder, '.npmrc'), `@lithops:registry=${registry}\n`);
  const wanted = published.filter(
    ({ name }) => combination.packages === 'all' || combination.packages.includes(name),
  );
  const specifiers = wanted.map(({ name, tarballUrl }) => (name.startsWith('@') ? name : tarballUrl));
  await run('npm', ['install', '--no-audit', '--no-fund', ...specifiers], { cwd: folder });
  const tree = await readFile(path.join(folder, 'node_modules/.package-lock.json'), 'utf8');
  return {
    combination,
    folder,
    names: installedNames(JSON.parse(tree)),
    sizeBytes: await folderSizeBytes(path.join(folder, 'node_modules')),
  };
}

/** What must hold in such a project. */
export function checksIn(project: EmptyProject): readonly Check[] {
  const { combination, names } = project;
  const absent: Check = {
    name: `${combination.title}: no ${Object.keys(combination.without).join(', ')}`,
    run: () => [...foreign(names, combination.without), ...repeated(names)],
  };
  return [
    absent,
    saysHello(project, 'ESM'),
    saysHello(project, 'CommonJS'),
    ...(combination.hasCommand ? [command(project)] : []),
  ];
}

function saysHello({ combination, folder }: EmptyProject, kind: ModuleKind): Check {
  return {
    name: `${combination.title}: hello in ${kind}`,
    async run() {
      const { file, text, prints } = programOf(combination, kind);
      await writeFile(path.join(folder, file), text);
      const printed = await run(process.execPath, [file], { cwd: folder, timeoutMs: 120_000 });
      return printed === prints ? [] : [`Expected\n${prints}\ngot\n${printed}`];
    },
  };
}

function command({ combination, folder }: EmptyProject): Check {
  return {
    name: `${combination.title}: npx lithops hello`,
    async run() {
      const printed = await run('npx', ['--no', 'lithops', 'hello'], { cwd: folder, timeoutMs: 120_000 });
      const [, worker, client] = /process (\d+).*this one is (\d+)/.exec(printed) ?? [];
      return worker !== undefined && worker !== client
        ? []
        : [`Expected a greeting from another process, got\n${printed}`];
    },
  };
}
