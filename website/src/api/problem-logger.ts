import { Logger, LogLevel } from 'typedoc';

/** Keeps what TypeDoc warns of, and says the rest to nobody. */
export class ProblemLogger extends Logger {
  readonly problems: string[] = [];

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.problems.push(message);
  }
}
