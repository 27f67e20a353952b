import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** An executor as the process keeps count of it; the unit tests' copy of core shares that with the built one. */
interface Countable {
  readonly executorId: string;
  readonly isClosed: boolean;
}

/**
 * Executors of this process that nobody has closed. Not those that calls opened (`parent.job.call.n`): a call that returns
 * a future of its executor cannot close it, and it holds nothing.
 */
export function openExecutors(): readonly Countable[] {
  const holder: { [key: symbol]: { readonly cores: ReadonlySet<WeakRef<Countable>> } | undefined } =
    globalThis as never;
  const { cores = new Set<WeakRef<Countable>>() } = holder[Symbol.for('lithops.unread-failures')] ?? {};
  return [...cores].flatMap((reference) => {
    const core = reference.deref();
    return core === undefined || core.isClosed || core.executorId.includes('.') ? [] : [core];
  });
}

/** A process that this one has started. */
export interface Child {
  readonly pid: number;
  readonly command: string;
}

/** Processes that this one has started and that have not ended. */
export function children(): readonly Child[] {
  return existsSync('/proc/self/task') ? childrenByProc() : childrenByPs();
}

function childrenByProc(): readonly Child[] {
  const pids = readdirSync('/proc/self/task').flatMap((thread) =>
    (read(`/proc/self/task/${thread}/children`) ?? '').split(' ').filter(Boolean),
  );
  return pids.flatMap((pid) => {
    const command = read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
    return command === '' ? [] : [{ pid: Number(pid), command }]; // ended, and not waited for yet
  });
}

/** What ends while it is read has ended. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function childrenByPs(): readonly Child[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === process.pid && !command.startsWith('ps ')
      ? [{ pid: Number(pid), command }]
      : [];
  });
}

/** What keeps this process alive besides timers: sockets, pipes, child processes, by kind. */
export function aliveBecauseOf(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (kind !== 'Timeout' && kind !== 'Immediate') counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** Kinds of which there are more than before, as `3 × PipeWrap`. */
export function moreThan(before: ReadonlyMap<string, number>): readonly string[] {
  return [...aliveBecauseOf()].flatMap(([kind, count]) => {
    const more = count - (before.get(kind) ?? 0);
    return more > 0 ? [`${more} × ${kind}`] : [];
  });
}
