import type { LithopsConfig } from '@lithops/core';

/** What all suites are told. */
export interface SuiteOptions<Plugin> {
  /** The plug-in under test, called with its options or as it is exported. What it stands on is for tests alone. */
  create(): Plugin | Promise<Plugin>;
  /** Sections as a configuration file has them, for what `create` does not say. @default none: no file is read */
  readonly config?: LithopsConfig | undefined;
  /** Ends what `create` has started. Called once, when all tests have ended. */
  teardown?(): Promise<void> | void;
  /**
   * How long one thing that must come is waited for before it counts as never coming, milliseconds. A test waits for a few of
   * them: give the runner five times as much. @default 60_000
   */
  readonly patienceMs?: number | undefined;
  /** Hears which tests are left out, and why, a line for each. @default console.info */
  readonly onLeftOut?: ((line: string) => void) | undefined;
}
