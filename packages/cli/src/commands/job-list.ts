import { listJobs } from '@lithops/core/jobs';
import { executorOptions } from '../common-options.js';
import type { CommandStreams } from '../streams.js';
import { type JobOptions, jobFields } from './job-fields.js';

/** Prints a row for each persisted job of this user. */
export async function listAllJobs(options: JobOptions, streams: CommandStreams): Promise<void> {
  const jobs = await listJobs(executorOptions(options));
  if (options.json === true) streams.stdout.write(`${JSON.stringify(jobs, undefined, 2)}\n`);
  else if (jobs.length === 0)
    streams.stdout.write('No persisted jobs here. They are made with persist: true or a jobKey.\n');
  else streams.stdout.write(table(jobs.map(jobFields)));
}

function table(rows: readonly Readonly<Record<string, string>>[]): string {
  // A column in which nothing is said is left out.
  const columns = Object.keys(rows[0] ?? {}).filter((column) => rows.some((row) => row[column] !== ''));
  const lines = [
    columns.map((column) => column.toUpperCase()),
    ...rows.map((row) => columns.map((column) => row[column] ?? '')),
  ];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
