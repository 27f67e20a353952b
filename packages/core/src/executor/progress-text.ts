import type { JobProgress } from './options.js';

const BAR_WIDTH = 24;

/** `M0001  ██████░░░░  25 %  2,500/10,000  3 failed  8 running  12 s left`, in one line of at most `columns` characters. */
export function progressText(progress: JobProgress, elapsedMs: number, columns: number): string {
  const { total, failed, running } = progress;
  const parts = [
    shortName(progress),
    ...(total === undefined ? [`${grouped(progress.done)} done`] : measured(progress, total)),
    failed === 0 ? undefined : `${grouped(failed)} failed`,
    running === 0 ? undefined : `${grouped(running)} running`,
    timeLeft(progress, elapsedMs),
  ];
  return parts
    .filter((part) => part !== undefined)
    .join('  ')
    .slice(0, Math.max(0, columns));
}

/** `M0001  10,000 calls in 12 s, 3 failed`. */
export function endText(progress: JobProgress, elapsedMs: number): string {
  const { done, failed } = progress;
  const calls = `${grouped(done)} call${done === 1 ? '' : 's'}`;
  return `${shortName(progress)}  ${calls} in ${duration(elapsedMs)}${failed === 0 ? '' : `, ${grouped(failed)} failed`}`;
}

/** `950 ms`, `12 s`, `3 min 5 s`, `2 h 4 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The executor's part is the same for all and says nothing. */
function shortName({ jobId }: JobProgress): string {
  return jobId.slice(jobId.lastIndexOf('/') + 1);
}

function measured({ done }: JobProgress, total: number): readonly string[] {
  const share = total === 0 ? 1 : done / total;
  const filled = Math.floor(share * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  return [bar, `${Math.floor(share * 100)} %`, `${grouped(done)}/${grouped(total)}`];
}

function timeLeft({ done, total }: JobProgress, elapsedMs: number): string | undefined {
  if (total === undefined || done === 0 || done >= total) return duration(elapsedMs);
  return `${duration((elapsedMs / done) * (total - done))} left`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
