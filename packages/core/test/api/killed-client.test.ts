import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Marks, newMarks } from '../support/gates.js';

const program = fileURLToPath(new URL('programs/persisted.mjs', import.meta.url));

/** One machine's worth of a user: home, temp folder and marks of its own. */
class Machine {
  readonly marks: Marks = newMarks();
  readonly home = join(newMarks().folder, 'home');
  readonly #temp = newMarks().folder;

  constructor() {
    mkdirSync(this.home);
  }

  start(how: string, job = '') {
    const env = { PATH: process.env['PATH'], HOME: this.home, TMPDIR: this.#temp };
    const args = [program, how, this.marks.folder, job];
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  }

  /** Begins a job and kills its program while two calls run. */
  async killed(how: string, job = ''): Promise<string> {
    const child = this.start(how, job);
    await Promise.all([this.marks.seen('ran-4-0'), this.marks.seen('ran-5-0')]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    this.marks.set('go');
    return readFileSync(join(this.marks.folder, 'job'), 'utf8');
  }

  /** What the next program tells of the job's calls. */
  async told(how: string, job: string): Promise<unknown> {
    const child = this.start(how, job);
    const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    return JSON.parse(output);
  }

  /** How often each item was worked on, and in which attempt. */
  get runs(): readonly string[] {
    return this.marks.all.flatMap((mark) =>
      mark.startsWith('ran-')
        ? [`${mark.split('-')[1]} as ${readFileSync(join(this.marks.folder, mark), 'utf8')}`]
        : [],
    );
  }
}

/** What the calls of `programs/persisted.mjs` come to. */
const ends = [
  { point: 0 },
  { value: 'undefined' },
  { value: null },
  { error: '3 is odd', isOdd: true, x: 3 },
  { point: 16 },
  { point: 25 },
  { point: 36 },
  { point: 49 },
];
const onceEach = [
  '0 as 1',
  '1 as 1',
  '2 as 1',
  '3 as 1',
  '4 as 1',
  '4 as 2',
  '5 as 1',
  '5 as 2',
  '6 as 2',
  '7 as 2',
];

describe('a program that is killed in the middle of a persisted job', () => {
  it('is followed by one that resumes it: what had ended is not run again, the rest is, in order', async () => {
    const machine = new Machine();
    const job = await machine.killed('begin');
    expect(await machine.told('resume', job)).toEqual(ends);
    expect(machine.runs).toEqual(onceEach);
  });

  it('is followed by one with the same key', async () => {
    const machine = new Machine();
    const job = await machine.killed('keyed', 'a-key');
    expect(await machine.told('keyed', 'a-key')).toEqual(ends);
    expect(readFileSync(join(machine.marks.folder, 'job'), 'utf8')).toBe(job);
    expect(machine.runs).toEqual(onceEach);
  });

  it('leaves an input that it had not read to its end: what was stored is run, then LITHOPS_INPUT_INCOMPLETE', async () => {
    const machine = new Machine();
    const job = await machine.killed('begin-slowly');
    const told = await machine.told('resume', job);
    expect(told).toEqual([
      ...ends.slice(0, 6),
      expect.objectContaining({ code: 'LITHOPS_INPUT_INCOMPLETE', isOdd: false }),
    ]);
  });

  it('kept its secret where only its user can read it', async () => {
    const machine = new Machine();
    await machine.killed('begin');
    expect(statSync(join(machine.home, '.lithops', 'persist.key')).mode & 0o777).toBe(0o600);
  });
});
