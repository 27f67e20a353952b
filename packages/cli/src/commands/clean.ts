import {
  builtins,
  type Configuration,
  type Leftover,
  removeLeftover,
  resolveConfiguration,
  silentContext,
} from '@lithops/core/config';
import type { RuntimeHandle, StorageBackend } from '@lithops/core/spec';
import type { Command } from 'commander';
import { type CommonOptions, executorOptions, withCommonOptions } from '../common-options.js';
import { confirm } from '../confirm.js';
import { counted, formatSize } from '../format-size.js';
import { abandonedBefore, leftoversBefore } from '../leftovers.js';
import { configuredBucket, withStore } from '../open-store.js';
import { ProblemsFound } from '../problems-found.js';
import type { CommandStreams } from '../streams.js';
import { warn } from '../warn.js';

interface CleanOptions extends CommonOptions {
  readonly all?: boolean | undefined;
  readonly allUsers?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly list?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** One thing that was deleted, or with `--list` would be. */
interface Cleaned {
  readonly what: 'run' | 'unfinished write' | 'runtime';
  readonly name: string;
  readonly objects: number;
  readonly sizeBytes: number | null;
  readonly lastModified: string | null;
  /** What stays of it. */
  readonly kept: { readonly persistedJobs: number; readonly cloudObjects: number };
}

/** `lithops clean`: deletes what programs of this user that crashed have left. */
export function addCleanCommand(lithops: Command, streams: CommandStreams): void {
  withCommonOptions(lithops.command('clean'))
    .description('delete temporary data that programs which crashed have left: yours, and over a day old')
    .option(
      '-a, --all',
      'newer data too (also of programs that run now), persisted jobs, cloud objects, runtimes',
    )
    .option('--all-users', 'runtimes of every user of the account, too; asks first')
    .option('-y, --yes', 'do not ask')
    .option('-l, --list', 'only say what would be deleted')
    .option('--json', 'print it as JSON')
    .action((options: CleanOptions) => clean(options, streams));
}

/** How long one run's data may take to be deleted, milliseconds. */
const timeoutMs = 10 * 60 * 1000;

/** @throws {ProblemsFound} with what could not be deleted, after everything else was. */
async function clean(options: CleanOptions, streams: CommandStreams): Promise<void> {
  const configuration = resolveConfiguration(executorOptions(options), builtins);
  if (!(await mayClean(options, streams))) return;
  warn(streams, configuration.warnings);
  const cleaned: Cleaned[] = [];
  const problems: Error[] = [];
  const attempt = async (step: () => Promise<readonly Cleaned[]>): Promise<void> => {
    try {
      cleaned.push(...(await step()));
    } catch (error) {
      problems.push(error instanceof Error ? error : new Error(String(error)));
    }
  };
  await attempt(() =>
    withStore(configuration, (store) => cleanStore(store, configuration, options, attempt)),
  );
  if (options.all === true || options.allUsers === true)
    await attempt(() => cleanBackend(configuration, options));
  streams.stdout.write(options.json === true ? asJson(cleaned) : asText(cleaned, options, problems));
  if (problems.length > 0) throw new ProblemsFound(problems);
}

async function cleanStore(
  storage: StorageBackend,
  configuration: Configuration,
  { all = false, list = false }: CleanOptions,
  attempt: (step: () => Promise<readonly Cleaned[]>) => Promise<void>,
): Promise<readonly Cleaned[]> {
  const bucket = configuredBucket(configuration);
  const olderThan = all ? new Date(Date.now() + 1) : abandonedBefore();
  const found = bucket === undefined ? [] : await leftoversBefore({ storage, bucket }, olderThan);
  for (const leftover of found) {
    await attempt(async () => {
      if (bucket === undefined) return [];
      const objects = list
        ? leftover.objects - (all ? 0 : leftover.cloudObjects)
        : await removeLeftover({ storage, bucket }, leftover, { everything: all, timeoutMs });
      return objects === 0 ? [] : [cleanedRun(leftover, objects, all)];
    });
  }
  const writes = (await storage.clean?.({ olderThan, dryRun: list, bucket })) ?? [];
  return writes.map((name) => cleanedOther('unfinished write', name));
}

/** What a backend keeps in its account: for this user, and where that was asked for, for all. */
async function cleanBackend(
  { compute }: Configuration,
  { list = false, allUsers = false }: CleanOptions,
): Promise<readonly Cleaned[]> {
  const backend = await compute.create(silentContext());
  try {
    const found: readonly RuntimeHandle[] = (await backend.listRuntimes?.()) ?? [];
    if (!list) await backend.clean?.({ all: allUsers });
    return found.map(({ id }) => cleanedOther('runtime', id));
  } finally {
    await backend.close();
  }
}

/** Functions of others may be running. */
async function mayClean({ allUsers, list, yes }: CleanOptions, streams: CommandStreams): Promise<boolean> {
  if (allUsers !== true || list === true || yes === true) return true;
  return await confirm('Delete the runtimes of every user of the account?', streams);
}

function cleanedRun(leftover: Leftover, objects: number, everything: boolean): Cleaned {
  const { executorId, sizeBytes, lastModified, persisted, cloudObjects } = leftover;
  return {
    what: 'run',
    name: executorId,
    objects,
    sizeBytes: objects === leftover.objects ? sizeBytes : null,
    lastModified: lastModified.toISOString(),
    kept: everything ? keptNothing : { persistedJobs: persisted.length, cloudObjects },
  };
}

const keptNothing = { persistedJobs: 0, cloudObjects: 0 };

function cleanedOther(what: 'unfinished write' | 'runtime', name: string): Cleaned {
  return { what, name, objects: 1, sizeBytes: null, lastModified: null, kept: keptNothing };
}

function asJson(cleaned: readonly Cleaned[]): string {
  return `${JSON.stringify(cleaned, undefined, 2)}\n`;
}

function asText(
  cleaned: readonly Cleaned[],
  { list, all }: CleanOptions,
  problems: readonly Error[],
): string {
  if (cleaned.length === 0) {
    if (problems.length > 0) return '';
    return all === true
      ? 'Nothing to clean.\n'
      : 'Nothing to clean: no temporary data of yours is over a day old.\n';
  }
  const verb = list === true ? 'Would delete' : 'Deleted';
  return cleaned.map((one) => `${verb} ${describe(one)}.\n`).join('');
}

function describe({ what, name, objects, sizeBytes, lastModified, kept }: Cleaned): string {
  if (what === 'runtime') return `the runtime ${name}`;
  if (what === 'unfinished write') return `${name}, a write that never ended`;
  const size = sizeBytes === null ? '' : ` (${formatSize(sizeBytes)})`;
  return `${counted(objects, 'object')}${size} of ${name}, last used ${lastModified?.slice(0, 16).replace('T', ' ')}${butFor(kept)}`;
}

function butFor({ persistedJobs, cloudObjects }: Cleaned['kept']): string {
  const parts = [
    persistedJobs === 0 ? undefined : counted(persistedJobs, 'persisted job'),
    cloudObjects === 0 ? undefined : counted(cloudObjects, 'cloud object'),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : `, but for ${parts.join(' and ')}`;
}
