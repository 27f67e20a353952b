import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Screen } from '../../test/support/screen.js';
import type { JobProgress } from './options.js';
import { ProgressBar } from './progress-bar.js';
import { ProgressLines } from './progress-lines.js';
import type { TerminalStream } from './progress-terminal.js';

let screen: Screen;
let stderr: TerminalStream;
let stdout: TerminalStream;
let bar: ProgressBar;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  screen = new Screen();
  stderr = screen.stream();
  stdout = screen.stream();
  bar = new ProgressBar([stderr, stdout]);
});
afterEach(() => void vi.useRealTimers());

interface Told {
  done: number;
  failed: number;
  running: number;
  total: number | undefined;
}

function job(jobId: string, told: Partial<Told> = {}) {
  const state: Told = { done: 0, failed: 0, running: 0, total: 10, ...told };
  const ended = bar.follow((): JobProgress => ({ jobId: `exec/${jobId}`, ...state }));
  return { state, ended };
}

const full = '█'.repeat(12);
const half = '░'.repeat(12);

describe('a progress bar', () => {
  it('is not shown for jobs that end at once, and touches nothing', () => {
    const write = stderr.write;
    const { ended } = job('M0001');
    vi.advanceTimersByTime(300);
    expect(stderr.write).toBe(write);
    ended();
    vi.advanceTimersByTime(1000);
    expect([screen.rows, vi.getTimerCount()]).toEqual([[], 0]);
  });

  it('shows how far a job is, and leaves one line that says what it came to', () => {
    stdout.write('begin\n');
    const { state, ended } = job('M0001', { done: 5, failed: 1, running: 2 });
    vi.advanceTimersByTime(2000);
    expect(screen.rows).toEqual([
      'begin',
      '',
      `M0001  ${full}${half}  50 %  5/10  1 failed  2 running  2 s left`,
    ]);
    Object.assign(state, { done: 10, running: 0 });
    vi.advanceTimersByTime(1000);
    ended();
    stdout.write('end\n');
    expect(screen.rows).toEqual(['begin', 'M0001  10 calls in 3 s, 1 failed', 'end']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves the streams and the process as they were', () => {
    const writes = [stderr.write, stdout.write];
    const listeners = process.listenerCount('exit');
    const { ended } = job('M0001');
    vi.advanceTimersByTime(1000);
    expect(process.listenerCount('exit')).toBe(listeners + 1);
    expect(stderr.write).not.toBe(writes[0]);
    ended();
    expect([stderr.write, stdout.write]).toEqual(writes);
    expect(process.listenerCount('exit')).toBe(listeners);
  });

  it('is taken away before the program writes, and comes back below it', () => {
    const { ended } = job('M0001');
    vi.advanceTimersByTime(500);
    stdout.write('from the program\n');
    expect(screen.rows).toEqual(['from the program']);
    stderr.write('and an error\n');
    vi.advanceTimersByTime(100);
    expect(screen.rows).toEqual([
      'from the program',
      'and an error',
      '',
      expect.stringMatching(/^M0001 .* 0\/10/),
    ]);
    ended();
    expect(screen.rows).toEqual([
      'from the program',
      'and an error',
      expect.stringMatching(/^M0001 {2}0 calls/),
    ]);
  });

  it('waits until a line that was begun is complete', () => {
    const { ended } = job('M0001');
    vi.advanceTimersByTime(500);
    stdout.write('working…');
    vi.advanceTimersByTime(1000);
    expect(screen.rows).toEqual(['working…']);
    stdout.write(Buffer.from(' done\n') as never);
    vi.advanceTimersByTime(100);
    expect(screen.rows).toEqual(['working… done', '', expect.stringMatching(/^M0001/)]);
    stdout.write('more');
    ended();
    expect(screen.rows).toEqual(['working… done', 'more', expect.stringMatching(/^M0001/)]);
  });

  it('does not eat lines that other processes write between two redraws', () => {
    const { ended } = job('M0001');
    vi.advanceTimersByTime(500);
    screen.shows('from a worker\n');
    vi.advanceTimersByTime(100);
    screen.shows('from another\n');
    vi.advanceTimersByTime(100);
    expect(screen.rows).toEqual(['from a worker', 'from another', '', expect.stringMatching(/^M0001/)]);
    ended();
    expect(screen.rows).toEqual(['from a worker', 'from another', expect.stringMatching(/^M0001/)]);
  });

  it('shows several jobs, and counts those that do not fit', () => {
    const jobs = ['M0001', 'M0002', 'M0003', 'M0004', 'M0005', 'M0006'].map((id) => job(id));
    vi.advanceTimersByTime(500);
    expect(screen.rows.map((row) => row.split('  ')[0])).toEqual([
      '',
      'M0001',
      'M0002',
      'M0003',
      'M0004',
      '… and 2 more jobs',
    ]);
    for (const { ended } of jobs.slice(0, 3)) ended();
    expect(screen.rows.map((row) => row.split('  ')[0])).toEqual([
      'M0001',
      'M0002',
      'M0003',
      '',
      'M0004',
      'M0005',
      'M0006',
    ]);
    for (const { ended } of jobs) ended();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells no share while the number of calls is not known', () => {
    const { ended } = job('M0001', { done: 12_345, running: 8, total: undefined });
    vi.advanceTimersByTime(65_000);
    expect(screen.rows[1]).toBe('M0001  12,345 done  8 running  1 min 5 s');
    ended();
  });

  it.each([
    [50, 'M0001  ███░░░  50 %  5/10  2 running  500 ms left'],
    [40, 'M0001  50 %  5/10  2 running  500 ms left'.slice(0, 39)],
    [20, 'M0001  50 %  5/10'],
  ])('gives the %i columns of a terminal to the numbers first', (columns, text) => {
    stderr = { ...screen.stream(), columns };
    bar = new ProgressBar([stderr, stdout]);
    const { ended } = job('M0001', { done: 5, running: 2 });
    vi.advanceTimersByTime(500);
    expect(screen.rows[1]).toBe(text);
    ended();
  });

  it('leaves a stream alone that goes elsewhere', () => {
    const file = screen.stream(false);
    const { write } = file;
    bar = new ProgressBar([stderr, file]);
    const { ended } = job('M0001');
    vi.advanceTimersByTime(500);
    expect(file.write).toBe(write);
    ended();
  });

  it('lets a function stay that somebody has put around its own', () => {
    const { ended } = job('M0001');
    vi.advanceTimersByTime(500);
    const inner = stdout.write;
    const outer: TerminalStream['write'] = (chunk, ...rest) => inner(chunk, ...rest);
    stdout.write = outer;
    ended();
    expect(stdout.write).toBe(outer);
    stdout.write('still there\n');
    expect(screen.rows).toEqual([expect.stringMatching(/^M0001/), 'still there']);
  });
});

describe('progress without a terminal', () => {
  it('is a plain line every five seconds, and one at the end', () => {
    const lines: string[] = [];
    const stream = { write: (chunk: string | Uint8Array) => lines.push(String(chunk)) > 0 };
    const told = { jobId: 'exec/M0001', done: 4, failed: 1, running: 2, total: 10 };
    const ended = new ProgressLines(stream).follow(() => told);
    vi.advanceTimersByTime(11_000);
    Object.assign(told, { done: 10, running: 0 });
    ended();
    vi.advanceTimersByTime(11_000);
    expect(lines).toEqual([
      'exec/M0001: 4 of 10 calls done, 1 failed, 2 running, 5 s\n',
      'exec/M0001: 4 of 10 calls done, 1 failed, 2 running, 10 s\n',
      'exec/M0001: 10 of 10 calls done, 1 failed, 0 running, 11 s\n',
    ]);
  });
});
