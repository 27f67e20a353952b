/** `npm run chaos -- [--minutes 3] [--seed n] [--from round] [--verbose]`: random jobs with random faults. Exit code 1 when something is not as it must be. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { leftOver } from './left-over.js';
import { type ChaosReport, runChaos } from './run-chaos.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    seed: { type: 'string' },
    from: { type: 'string', default: '0' },
    verbose: { type: 'boolean' },
  },
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(values.seed);
const limitMs = Number(values.minutes) * 60_000;
if (!Number.isFinite(seed) || !(limitMs > 0)) {
  console.error(`Expected --minutes above 0 and --seed a number, got ${values.minutes} and ${values.seed}.`);
  process.exit(1);
}

function tell({ rounds, jobs, calls, kills, deviations, stuck }: ChaosReport): readonly string[] {
  console.log(`${rounds} rounds, ${jobs} jobs, ${calls} calls checked, ${kills} workers killed from outside`);
  const wrong = deviations
    .slice(0, MOST_TOLD)
    .map(
      ({ job, call, expected, got, detail }) =>
        `${job.name} (${job.kind}), ${call}: expected ${expected.slice(0, 5).join(' or ')}, got ${got}\n  ${describe(job)}\n${detail}`,
    );
  if (stuck !== undefined)
    wrong.push(`round ${stuck.number} did not settle: ${stuck.jobs.map(describe).join('; ')}`);
  return wrong;
}

function describe(job: ChaosReport['deviations'][number]['job']): string {
  const { items, ...rest } = job;
  const fates = items.flatMap(({ n, fate }) => (fate.endsWith('value') ? [] : [`${n} ${fate}`]));
  return JSON.stringify({ ...rest, calls: items.length, fates: fates.join(', ').slice(0, 400) });
}

/** The first ones tell most. */
const MOST_TOLD = 10;

async function main(): Promise<void> {
  console.log(`seed ${seed}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'lithops-chaos-'));
  process.env['TMPDIR'] = folder;
  const aliveBefore = process.getActiveResourcesInfo();
  const report = await runChaos({
    seed,
    limitMs,
    from: Number(values.from),
    onRound: values.verbose ? ({ jobs, ...round }) => console.log(round, jobs.map(describe)) : undefined,
  });
  const wrong = tell(report);
  const left = report.stuck === undefined ? await leftOver(folder, aliveBefore) : [];
  rmSync(folder, { recursive: true, force: true });
  const all = [...wrong, ...left.map((what) => `left behind: ${what}`)];
  for (const line of all) console.log(line);
  console.log(
    all.length === 0
      ? 'chaos: all as it must be'
      : `chaos: ${all.length} deviations, replay with --seed ${seed}`,
  );
  process.exitCode = all.length === 0 ? 0 : 1;
  // What is stuck would hold the program.
  if (report.stuck !== undefined) process.exit(1);
}

await main();
