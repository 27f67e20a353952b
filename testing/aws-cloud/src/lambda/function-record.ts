import { randomUUID } from 'node:crypto';
import type { EnvironmentPool } from '../execution/environment-pool.js';
import type { ExecutionFault, StateFailure } from '../faults/fault.js';
import { ServiceError } from '../service/service-error.js';
import type { StoredCode } from './code-store.js';
import type { FunctionConfiguration } from './function-configuration.js';
import { inVpc } from './function-configuration.js';

/** How long changes take. */
export interface StateDurations {
  /** `Pending` after `CreateFunction`. */
  readonly pendingMs: number;
  /** The same for functions in a VPC, which get network interfaces. */
  readonly vpcPendingMs: number;
  /** `LastUpdateStatus: InProgress` after an update. */
  readonly updateMs: number;
}

export interface EventConfig {
  readonly retryAttempts: number;
  readonly maxAgeSeconds: number;
  readonly modifiedAt: Date;
}

/** What a function is made of. */
export interface Revision {
  readonly configuration: FunctionConfiguration;
  readonly code: StoredCode;
  /** Only remembered: what runs is this machine's. */
  readonly architecture: 'x86_64' | 'arm64';
  readonly pool: EnvironmentPool;
}

/**
 * A function: *Pending* after it was made, then *Active*. Each update is *InProgress* for a while, in which events go to the
 * revision before, and then *Successful*. While it is Pending or InProgress, it takes no (further) update. What cannot be made
 * is *Failed* instead of Active and stays so; an update that cannot be made is *Failed* and leaves the revision before.
 */
export class FunctionRecord {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly tags = new Map<string, string>();
  readonly #durations: StateDurations;
  readonly #failure: StateFailure | undefined;
  #updateFailure: StateFailure | undefined;
  #activeAtMs: number;
  #current: Revision;
  #previous: Revision | undefined;
  #updatedAtMs = 0;
  #lastModified = new Date();
  #revisionId = randomUUID();
  eventConfig: EventConfig | undefined;

  constructor(
    { name, arn, region }: Pick<FunctionRecord, 'name' | 'arn' | 'region'>,
    revision: Revision,
    durations: StateDurations,
    faults: readonly ExecutionFault[],
  ) {
    this.name = name;
    this.arn = arn;
    this.region = region;
    this.#current = revision;
    this.#durations = durations;
    this.#failure = failureIn(faults);
    this.#activeAtMs =
      Date.now() + (inVpc(revision.configuration) ? durations.vpcPendingMs : durations.pendingMs);
  }

  get state(): 'Pending' | 'Active' | 'Failed' {
    if (Date.now() < this.#activeAtMs) return 'Pending';
    return this.#failure === undefined ? 'Active' : 'Failed';
  }

  get updateStatus(): 'InProgress' | 'Successful' | 'Failed' {
    if (this.state === 'Pending' || Date.now() < this.#updatedAtMs) return 'InProgress';
    return this.failure === undefined ? 'Successful' : 'Failed';
  }

  /** Why it, or its last update, is Failed. */
  get failure(): StateFailure | undefined {
    return this.#failure ?? this.#updateFailure;
  }

  get revisionId(): string {
    return this.#revisionId;
  }

  get lastModified(): Date {
    return this.#lastModified;
  }

  /** As it is shown: what was asked for last. */
  get current(): Revision {
    return this.#current;
  }

  /** What runs events now. */
  get serving(): Revision {
    if (this.#previous !== undefined && this.updateStatus === 'InProgress') return this.#previous;
    this.#retirePrevious();
    return this.#current;
  }

  /** @throws {ServiceError} `ResourceConflictException` (409) while it is Pending */
  checkActive(): void {
    if (this.state === 'Active') return;
    throw conflict(
      `The operation cannot be performed at this time. The function is currently in the following state: ${this.state}`,
    );
  }

  /** @throws {ServiceError} `ResourceConflictException` (409) when it takes no update, `PreconditionFailedException` (412) */
  checkUpdatable(revisionId: string | undefined): void {
    this.checkActive();
    if (this.updateStatus === 'InProgress')
      throw conflict(
        `The operation cannot be performed at this time. An update is in progress for resource: ${this.arn}`,
      );
    if (revisionId !== undefined && revisionId !== this.#revisionId)
      throw new ServiceError(
        'PreconditionFailedException',
        'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
        { status: 412 },
      );
  }

  update(revision: Revision, faults: readonly ExecutionFault[]): void {
    this.#retirePrevious();
    this.#updateFailure = failureIn(faults);
    if (this.#updateFailure === undefined) {
      this.#previous = this.#current;
      this.#current = revision;
    }
    this.#updatedAtMs = Date.now() + this.#durations.updateMs;
    this.#lastModified = new Date();
    this.#revisionId = randomUUID();
  }

  /** Ends Pending and InProgress now, for tests that do not want to wait. */
  settle(): void {
    this.#activeAtMs = 0;
    this.#updatedAtMs = 0;
  }

  /** Events that run may end. */
  retire(): void {
    this.#retirePrevious();
    void this.#current.pool.retire();
  }

  async end(): Promise<void> {
    await Promise.all([this.#previous?.pool.end(), this.#current.pool.end()]);
  }

  #retirePrevious(): void {
    const previous = this.#previous;
    this.#previous = undefined;
    void previous?.pool.retire();
  }
}

function failureIn(faults: readonly ExecutionFault[]): StateFailure | undefined {
  return faults.find((fault) => fault.kind === 'changeFails')?.failure;
}

function conflict(message: string): ServiceError {
  return new ServiceError('ResourceConflictException', message, { status: 409 });
}
