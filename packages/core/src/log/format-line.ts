import type { LogLevel } from './settings.js';

/** One thing that is logged. */
interface LogRecord {
  readonly level: LogLevel;
  /** Who says it: `lithops.dispatch`. */
  readonly name: string;
  readonly message: string;
  readonly time: Date;
}

/**
 * Fills a format of Python's logging: `%(asctime)s`, `%(levelname)-8s`, `%(msecs)03d`, `%%`. Fields of Python's that have no
 * counterpart here (`lineno`, `funcName`, …) become `-`; anything else that looks like a field is left as it stands.
 */
export function formatLine(format: string, record: LogRecord): string {
  return format.replaceAll(fieldPattern, (whole, name: string | undefined, flags: string | undefined) => {
    if (name === undefined) return '%';
    const value = fieldValue(name, record);
    return value === undefined ? whole : pad(value, flags ?? '');
  });
}

const fieldPattern = /%%|%\((\w+)\)([-0 +#]*\d*)(?:\.\d+)?[sdfir]/g;

const levelNumbers: Readonly<Record<LogLevel, number>> = {
  debug: 10,
  info: 20,
  warning: 30,
  error: 40,
  critical: 50,
};

const withoutCounterpart = new Set(['filename', 'funcName', 'lineno', 'module', 'pathname', 'taskName']);

function fieldValue(name: string, record: LogRecord): string | undefined {
  switch (name) {
    case 'asctime':
      return pythonTime(record.time);
    case 'levelname':
      return record.level.toUpperCase();
    case 'levelno':
      return String(levelNumbers[record.level]);
    case 'name':
      return record.name;
    case 'message':
      return record.message;
    case 'created':
      return String(record.time.getTime() / 1000);
    case 'msecs':
      return String(record.time.getMilliseconds());
    case 'relativeCreated':
      return String(Math.round(performance.now()));
    case 'process':
      return String(process.pid);
    case 'processName':
      return process.title;
    case 'thread':
    case 'threadName':
      return 'main';
    default:
      return withoutCounterpart.has(name) ? '-' : undefined;
  }
}

/** `2026-06-01 13:05:09,042`, local time. */
function pythonTime(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
  return `${date} ${clock},${String(time.getMilliseconds()).padStart(3, '0')}`;
}

function pad(value: string, flags: string): string {
  const width = Number(/[1-9]\d*$/.exec(flags)?.[0] ?? 0);
  if (flags.startsWith('-')) return value.padEnd(width);
  return value.padStart(width, /^0/.test(flags) ? '0' : ' ');
}
