import { appendFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { LithopsError } from '../errors/lithops-error.js';
import type { Logger } from '../executor/surface.js';
import { messageOf } from '../util/thrown.js';
import { formatLine } from './format-line.js';
import type { LogLevel, LogSettings } from './settings.js';

/** What a {@link Log} is made from. */
export interface LogOptions {
  readonly settings: LogSettings;
  /** Takes secrets out of every line. */
  readonly redact: (text: string) => string;
  /** Where lines go, instead of the configured stream or file. */
  readonly write?: ((line: string) => void) | undefined;
}

/**
 * Writes lines at or above the configured level, without secrets. Lines to a file are appended at once, so that none is lost
 * when the process ends.
 */
export class Log implements Logger {
  readonly #name: string;
  readonly #options: LogOptions;
  readonly #write: (line: string) => void;

  /**
   * @param name - who writes, as `%(name)s` shows it.
   * @throws {LithopsError} `LITHOPS_CONFIG` when `log_filename` cannot be written.
   */
  constructor(options: LogOptions, name = 'lithops') {
    this.#options = options;
    this.#name = name;
    this.#write = options.write ?? writerFor(options.settings);
  }

  /** The same log under another name: `lithops.dispatch`. */
  named(name: string): Log {
    return new Log({ ...this.#options, write: this.#write }, name);
  }

  /** Would a line of that level be written? For messages that are expensive to make. */
  isEnabled(level: LogLevel): boolean {
    const threshold = this.#options.settings.level;
    return threshold !== false && order.indexOf(level) >= order.indexOf(threshold);
  }

  debug(message: string): void {
    this.#log('debug', message);
  }

  info(message: string): void {
    this.#log('info', message);
  }

  warn(message: string): void {
    this.#log('warning', message);
  }

  error(message: string): void {
    this.#log('error', message);
  }

  /** A warning that this process has not given before, by any executor or copy of this package. */
  warnOnce(message: string): void {
    const given = warningsGiven();
    if (given.has(message)) return;
    given.add(message);
    this.warn(message);
  }

  #log(level: LogLevel, message: string): void {
    if (!this.isEnabled(level)) return;
    const { settings, redact } = this.#options;
    const line = formatLine(settings.format, { level, name: this.#name, message, time: new Date() });
    this.#write(`${redact(line)}\n`);
  }
}

const order: readonly LogLevel[] = ['debug', 'info', 'warning', 'error', 'critical'];

function writerFor(settings: LogSettings): (line: string) => void {
  if (settings.level === false) return () => {};
  if (settings.filename !== undefined) return fileWriter(settings.filename);
  const stream = settings.stream === 'stdout' ? process.stdout : process.stderr;
  return (line) => void stream.write(line);
}

function fileWriter(filename: string): (line: string) => void {
  const path = resolve(filename.replace(/^~(?=[/\\]|$)/, homedir()));
  try {
    appendFileSync(path, '');
  } catch (error) {
    throw new LithopsError({
      code: 'LITHOPS_CONFIG',
      message: `Expected lithops.log_filename to be a file that can be written, got ${path}: ${messageOf(error)}.`,
      cause: error,
    });
  }
  let isBroken = false;
  return (line) => {
    if (isBroken) return;
    try {
      appendFileSync(path, line);
    } catch (error) {
      // A disk that is full or gone must not fail the calls that are logged.
      isBroken = true;
      process.stderr.write(`lithops: the log file ${path} is not written any more: ${messageOf(error)}\n`);
    }
  };
}

const registry: unique symbol = Symbol.for('lithops.warnings');

function warningsGiven(): Set<string> {
  const scope: { [registry]?: Set<string> } = globalThis as object;
  scope[registry] ??= new Set();
  return scope[registry];
}
