import type { CallAttempt, OutcomeReport } from '@lithops/core/spec';

/** What the process of a suite's reporters is asked. */
export type ReporterRequest =
  | {
      readonly do: 'open';
      readonly module: string;
      readonly plugin: string;
      readonly sections: Readonly<Record<string, unknown>>;
      readonly bucket: string;
    }
  | { readonly do: 'create'; readonly reporter: number; readonly executorId: string }
  | { readonly do: 'started'; readonly reporter: number; readonly calls: readonly CallAttempt[] }
  | { readonly do: 'outcome'; readonly reporter: number; readonly report: OutcomeReport }
  | { readonly do: 'flush'; readonly reporter: number }
  /** And end without a word when that resolved. */
  | { readonly do: 'flush and die'; readonly reporter: number }
  | { readonly do: 'close'; readonly reporter: number }
  | { readonly do: 'end' };

/** What it answers, in any order. */
export interface ReporterAnswer {
  readonly id: number;
  /** `undefined`: it was done. */
  readonly error: string | undefined;
}
