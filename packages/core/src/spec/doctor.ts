/** One thing that was looked at, and what came of it. */
export interface DoctorFinding {
  /** `warning`: it works, but not for long, or not for everything. */
  readonly level: 'ok' | 'warning' | 'problem';
  /** One line: what was found and, unless all is well, what was expected. */
  readonly message: string;
  /** A command for a shell that mends it. */
  readonly fix?: string | undefined;
}
