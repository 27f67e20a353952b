import type { Concurrency } from '../execution/concurrency.js';
import type { Roles } from '../iam/roles.js';
import type { CodeStore } from './code-store.js';
import type { EventQueue } from './event-queue.js';
import type { StateDurations } from './function-record.js';
import type { FunctionRegistry } from './function-registry.js';
import type { Revisions } from './revisions.js';

/** What the operations of Lambda work on. */
export interface LambdaParts {
  readonly functions: FunctionRegistry;
  readonly code: CodeStore;
  readonly roles: Roles;
  readonly revisions: Revisions;
  readonly events: EventQueue;
  readonly durations: StateDurations;
  /** Each region has its own. */
  concurrencyOf(region: string): Concurrency;
}
