import { readdirSync, readFileSync } from 'node:fs';

/** The command of a process; empty when there is none, or when it only waits to be reaped. */
export function commandOf(pid: number): string {
  return textOf(pid, 'cmdline').replaceAll('\0', ' ').trim();
}

/** The commands of this user's processes that were started with a line such as `NAME=value` in their environment. */
export function commandsWith(line: string): readonly string[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && textOf(pid, 'environ').split('\0').includes(line))
    .map(commandOf);
}

function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(code)) return ''; // gone, or another user's
    throw error;
  }
}
