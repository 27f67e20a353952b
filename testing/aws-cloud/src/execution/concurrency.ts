import { ServiceError } from '../service/service-error.js';

/** How many invocations run at once: of the account, and of functions that have some reserved. */
export class Concurrency {
  readonly limit: number;
  readonly #reserved = new Map<string, number>();
  readonly #running = new Map<string, number>();
  #mostAtOnce = 0;

  /** @param limit of the account in one region */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** What functions without a reservation share. */
  get unreserved(): number {
    return this.limit - sum(this.#reserved.values());
  }

  /** The most that there were. */
  get mostAtOnce(): number {
    return this.#mostAtOnce;
  }

  reservationOf(functionArn: string): number | undefined {
    return this.#reserved.get(functionArn);
  }

  /**
   * @param count `undefined` takes the reservation away
   * @throws {ServiceError} `InvalidParameterValueException` when too little would be left for the others
   */
  reserve(functionArn: string, count: number | undefined): void {
    const minimum = Math.min(100, this.limit);
    const left = this.unreserved + (this.#reserved.get(functionArn) ?? 0) - (count ?? 0);
    if (count !== undefined && left < minimum)
      throw new ServiceError(
        'InvalidParameterValueException',
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below " +
          `its minimum value of [${minimum}].`,
      );
    if (count === undefined) this.#reserved.delete(functionArn);
    else this.#reserved.set(functionArn, count);
  }

  /**
   * @returns what gives the place back
   * @throws {ServiceError} `TooManyRequestsException` (429) with the reason
   */
  enter(functionArn: string): () => void {
    const reserved = this.#reserved.get(functionArn);
    const running = this.#running.get(functionArn) ?? 0;
    if (reserved !== undefined && running >= reserved)
      throw tooMany('ReservedFunctionConcurrentInvocationLimitExceeded');
    if (reserved === undefined && this.#runningUnreserved() >= this.unreserved)
      throw tooMany('ConcurrentInvocationLimitExceeded');
    this.#running.set(functionArn, running + 1);
    this.#mostAtOnce = Math.max(this.#mostAtOnce, sum(this.#running.values()));
    return () => this.#leave(functionArn);
  }

  #leave(functionArn: string): void {
    const left = (this.#running.get(functionArn) ?? 0) - 1;
    if (left > 0) this.#running.set(functionArn, left);
    else this.#running.delete(functionArn);
  }

  #runningUnreserved(): number {
    return sum([...this.#running].flatMap(([arn, count]) => (this.#reserved.has(arn) ? [] : [count])));
  }
}

function tooMany(reason: string): ServiceError {
  return new ServiceError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    members: { Reason: reason },
    headers: { 'retry-after': '0' },
  });
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
