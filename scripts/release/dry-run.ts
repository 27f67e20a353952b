// `npm run release:dry`: a release from its versions to what its users install, to a registry that lives as long as this does.
// The working tree stays as it is. The last line is the sum.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runChecks } from '../check/run-checks.js';
import { step } from '../setup/steps.mjs';
import { finish, type Tally } from '../tally.js';
import { combinations } from './combinations.js';
import { checksIn, type EmptyProject, installInto } from './empty-project.js';
import { type PublishedPackage, publishedIn, wholeInRegistry } from './published.js';
import { startRegistry } from './registry.js';
import { Rehearsal } from './rehearsal.js';
import { table } from './table.js';
import { askedFor, type Move, moves, unaskedMajors } from './versions.js';

const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'lithops-release-')));
try {
  finish(await rehearse());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  finish([]);
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function rehearse(): Promise<readonly Tally[]> {
  const rehearsal = await step('copy of the project', () => Rehearsal.in(scratch));
  const before = await rehearsal.versions();
  const asked = askedFor(await rehearsal.changesets());
  await step('changeset version', () => rehearsal.version());
  const versions = await rehearsal.versions();
  const made = moves(before, versions);
  const registry = await startRegistry(path.join(scratch, 'registry'));
  try {
    await step('build and changeset publish', () => rehearsal.publish(registry.url));
    const published = await publishedIn(registry.url, versions);
    const projects = await install(published, registry.url);
    const tallies = await runChecks([
      { name: 'versions', run: () => unaskedMajors(made, asked) },
      ...published.map((one) => wholeInRegistry(one, versions, scratch)),
      ...projects.flatMap(checksIn),
    ]);
    console.log(`\n${movesTable(made)}\n\n${sizesTable(projects)}\n`);
    return tallies;
  } finally {
    await registry.stop();
  }
}

async function install(published: readonly PublishedPackage[], registry: string) {
  const projects: EmptyProject[] = [];
  for (const [index, combination] of combinations.entries()) {
    const folder = path.join(scratch, `project-${index}`);
    const work = () => installInto(folder, combination, published, registry);
    projects.push(await step(`npm install: ${combination.title}`, work, megabytes));
  }
  return projects;
}

function movesTable(made: readonly Move[]): string {
  const rows = made.map(({ name, from, to, kind }) => [name, from, to, kind]);
  return table([['package', 'from', 'to', 'kind'], ...rows]);
}

function sizesTable(projects: readonly EmptyProject[]): string {
  const rows = projects.map((one) => [one.combination.title, String(one.names.length), megabytes(one)]);
  return table([['installed', 'packages', 'size'], ...rows]);
}

function megabytes({ sizeBytes }: EmptyProject): string {
  return `${(sizeBytes / 1e6).toFixed(1)} MB`;
}
