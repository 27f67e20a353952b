import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { formatLine } from './format-line.js';
import { Log, type LogLevel, type LogSettings } from './index.js';

const settings: LogSettings = {
  level: 'info',
  format: '[%(levelname)s] %(name)s -- %(message)s',
  stream: 'stderr',
  filename: undefined,
};

function logTo(lines: string[], changes: Partial<LogSettings> = {}, redact = (text: string) => text): Log {
  return new Log({ settings: { ...settings, ...changes }, redact, write: (line) => lines.push(line) });
}

function everything(log: Log): void {
  log.debug('d');
  log.info('i');
  log.warn('w');
  log.error('e');
}

describe('a log', () => {
  it.each<[LogLevel | false, readonly string[]]>([
    ['debug', ['d', 'i', 'w', 'e']],
    ['info', ['i', 'w', 'e']],
    ['warning', ['w', 'e']],
    ['error', ['e']],
    ['critical', []],
    [false, []],
  ])('of level %s writes %j', (level, expected) => {
    const lines: string[] = [];
    everything(logTo(lines, { level, format: '%(message)s' }));
    expect(lines.map((line) => line.trimEnd())).toEqual(expected);
  });

  it('says who writes', () => {
    const lines: string[] = [];
    logTo(lines).named('lithops.dispatch').warn('slow');
    expect(lines).toEqual(['[WARNING] lithops.dispatch -- slow\n']);
  });

  it('takes secrets out of every line', () => {
    const lines: string[] = [];
    logTo(lines, {}, (text) => text.replaceAll('s3cr3t', '***')).error('password s3cr3t');
    expect(lines).toEqual(['[ERROR] lithops -- password ***\n']);
  });

  it('gives a warning once in a process, whichever log is asked', () => {
    const lines: string[] = [];
    const message = `once ${Math.random()}`;
    logTo(lines).warnOnce(message);
    logTo(lines).named('other').warnOnce(message);
    expect(lines).toHaveLength(1);
  });

  it('writes to the configured stream', () => {
    const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    onTestFinished(() => stdout.mockRestore());
    new Log({ settings: { ...settings, stream: 'stdout' }, redact: (text) => text }).info('hello');
    expect(stdout).toHaveBeenCalledWith('[INFO] lithops -- hello\n');
  });

  it('appends to the configured file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lithops-log-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const filename = join(folder, 'lithops.log');
    for (const message of ['one', 'two']) {
      new Log({ settings: { ...settings, filename }, redact: (text) => text }).info(message);
    }
    expect(readFileSync(filename, 'utf8')).toBe('[INFO] lithops -- one\n[INFO] lithops -- two\n');
  });

  it('goes on without its file when that cannot be written any more, and says so once', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lithops-log-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const filename = join(folder, 'lithops.log');
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => stderr.mockRestore());
    const log = new Log({ settings: { ...settings, filename }, redact: (text) => text });
    rmSync(filename);
    mkdirSync(filename);
    log.info('one');
    log.info('two');
    expect(stderr.mock.calls).toEqual([
      [expect.stringMatching(/^lithops: the log file .* any more: EISDIR/)],
    ]);
  });

  it('refuses a file that cannot be written when it is made, not at the first line', () => {
    const filename = join(tmpdir(), 'no-such-folder', 'lithops.log');
    expect(() => new Log({ settings: { ...settings, filename }, redact: (text) => text })).toThrow(
      expect.objectContaining({ code: 'LITHOPS_CONFIG', message: expect.stringContaining(filename) }),
    );
  });
});

describe("a format of Python's logging", () => {
  const record = {
    level: 'info',
    name: 'lithops',
    message: 'done 100%(message)s',
    time: new Date(2026, 5, 1, 13, 5, 9, 42),
  } as const;

  it.each([
    [
      '%(asctime)s [%(levelname)s] %(name)s -- %(message)s',
      '2026-06-01 13:05:09,042 [INFO] lithops -- done 100%(message)s',
    ],
    ['%(levelname)-8s|%(levelname)8s|', 'INFO    |    INFO|'],
    ['%(msecs)03d %(levelno)s %(process)d', `042 20 ${process.pid}`],
    ['100%% %(filename)s:%(lineno)d', '100% -:-'],
    ['%(colour)s %d', '%(colour)s %d'],
  ])('%s', (format, line) => {
    expect(formatLine(format, record)).toBe(line);
  });
});
