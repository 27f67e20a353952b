import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** How many there are of what keeps this process alive, by kind, and of the processes that it has started. */
export function whatIsAlive(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  // Of this very moment, and nobody's.
  counts.delete('Immediate');
  counts.delete('FSReqPromise');
  counts.set('child process', countChildren());
  return counts;
}

/** Kinds of which there are more than before, as `3 × Timeout`. */
export function moreThan(before: ReadonlyMap<string, number>): readonly string[] {
  return [...whatIsAlive()].flatMap(([kind, count]) => {
    const more = count - (before.get(kind) ?? 0);
    return more > 0 ? [`${more} × ${kind}`] : [];
  });
}

function countChildren(): number {
  return existsSync('/proc/self/task') ? countByProc() : countByPs();
}

function countByProc(): number {
  const pids = readdirSync('/proc/self/task').flatMap((thread) =>
    textOf(`/proc/self/task/${thread}/children`).split(' ').filter(Boolean),
  );
  // One that has ended and was not waited for yet has no command.
  return pids.filter((pid) => textOf(`/proc/${pid}/cmdline`) !== '').length;
}

/** What ends while it is read has ended. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function countByPs(): number {
  const lines = execFileSync('ps', ['-A', '-o', 'ppid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => {
    const [, parent, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === process.pid && !command.startsWith('ps ');
  }).length;
}
