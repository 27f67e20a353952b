/**
 * Whose rights: of who deploys workers, of who runs jobs on them, of who looks after them with `lithops` (logs, doctor,
 * clean), of the workers themselves; and `trust`: who may be such a worker.
 */
export type PolicyName = 'deploy' | 'run' | 'tools' | 'role' | 'trust';

/** Some rights that belong together, as clouds with policies put them. */
export interface PolicyStatement {
  /** What they are for, in one word: `InvokeFunctions`. */
  readonly sid: string;
  /** The policies that it is part of. */
  readonly for: readonly PolicyName[];
  readonly actions: readonly string[];
  /** What is not configured stands as a word in capitals: `BUCKET`. Absent: of `trust`, which has none. */
  readonly resources?: readonly string[] | undefined;
  readonly condition?:
    | Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
    | undefined;
  /** Of `trust`: the service that may. */
  readonly service?: string | undefined;
}

/** What policies are about that a plug-in's own sections do not say. */
export interface PolicyContext {
  /** Of temporary data; `undefined`: none is configured. */
  readonly bucket: string | undefined;
}
