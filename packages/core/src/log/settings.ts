/** From the noisiest to the quietest. */
export type LogLevel = 'debug' | 'info' | 'warning' | 'error' | 'critical';

/** What is logged and where to. */
export interface LogSettings {
  /** The least important level that is written; `false`: nothing is. */
  readonly level: LogLevel | false;
  /** Python's fields: `%(asctime)s [%(levelname)s] %(name)s -- %(message)s`. */
  readonly format: string;
  readonly stream: 'stderr' | 'stdout';
  /** A file to append to, instead of the stream. */
  readonly filename: string | undefined;
}
