import type { Tally } from '../tally.js';

/** Something that can be run and counted: the tests of a package under one Node, the examples. */
export interface Suite {
  /** What a person names it by on the command line, such as `closure`. */
  readonly name: string;
  /** What it is run under when that is not the Node that runs this, such as `Node 24`. */
  readonly under?: string | undefined;
  run(): Promise<SuiteResult>;
}

export interface SuiteResult extends Tally {
  readonly skipped: number;
  /** What there is to read when something failed; empty otherwise. */
  readonly report: string;
}
