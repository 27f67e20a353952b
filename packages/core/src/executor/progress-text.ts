import type { JobProgress } from './options.js';

const MAX_BAR = 24;
const MIN_BAR = 6;

/** `M0001  ██████░░░░  25 %  2,500/10,000  3 failed  8 running  12 s left`, in one line of at most `columns` characters. */
export function progressText(progress: JobProgress, elapsedMs: number, columns: number): string {
  const { done, total, failed, running } = progress;
  const numbers = [
    ...(total === undefined ? [`${grouped(done)} done`] : measured(done, total)),
    ...(failed === 0 ? [] : [`${grouped(failed)} failed`]),
    ...(running === 0 ? [] : [`${grouped(running)} running`]),
    timeLeft(progress, elapsedMs),
  ];
  const name = shortName(progress);
  const withoutBar = [name, ...numbers].join('  ');
  const width = Math.min(MAX_BAR, columns - withoutBar.length - 2);
  // On a narrow terminal the numbers say more than a bar.
  const isRoomForBar = total !== undefined && width >= MIN_BAR;
  const text = isRoomForBar ? [name, bar(shareOf(done, total), width), ...numbers].join('  ') : withoutBar;
  return text.slice(0, Math.max(0, columns));
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

function measured(done: number, total: number): readonly string[] {
  return [`${Math.floor(shareOf(done, total) * 100)} %`, `${grouped(done)}/${grouped(total)}`];
}

function bar(share: number, width: number): string {
  const filled = Math.floor(share * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

function shareOf(done: number, total: number): number {
  return total === 0 ? 1 : done / total;
}

function timeLeft({ done, total }: JobProgress, elapsedMs: number): string | undefined {
  if (total === undefined || done === 0 || done >= total) return duration(elapsedMs);
  return `${duration((elapsedMs / done) * (total - done))} left`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
