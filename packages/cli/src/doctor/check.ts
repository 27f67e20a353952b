import type { Configuration, ConfigurationCheck } from '@lithops/core/config';
import type { DoctorFinding } from '@lithops/core/spec';
import type { CommonOptions } from '../common-options.js';

/** What checks look at. */
export interface Patient {
  readonly options: CommonOptions;
  readonly check: ConfigurationCheck;
}

/** One part of an installation that is looked at. */
export interface Check<P = Patient> {
  /** One or two words: the part. */
  readonly name: string;
  /** A part that this one stands on: where that has a problem, there is nothing new to be said of this. */
  readonly needs?: string | undefined;
  /** How long it may take, milliseconds. @default 10 000 */
  readonly limitMs?: number | undefined;
  /** Whatever it throws becomes a problem. None: there is nothing to look at. */
  run(patient: P, signal: AbortSignal): Promise<readonly DoctorFinding[]>;
}

/** A check that needs a configuration without problems. */
export type ConfiguredCheck = Check<Patient & { readonly configuration: Configuration }>;

/** A finding and the part it is about. */
export interface Diagnosis extends DoctorFinding {
  readonly check: string;
}
