import { ServiceError } from '../service/service-error.js';
import type { FunctionRecord } from './function-record.js';

/** All functions of the account, by region and name. */
export class FunctionRegistry {
  readonly #accountId: string;
  readonly #byArn = new Map<string, FunctionRecord>();
  readonly #gone = new Set<FunctionRecord>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  /** @param given a name, a partial or a whole ARN */
  arnOf(given: string, region: string): string {
    const whole = /^arn:[^:]+:lambda:([^:]+):(\d+):function:([^:]+)/.exec(given);
    if (whole !== null) return whole[0];
    const name = given.replace(/^(?:\d{12}:)?(?:function:)?/, '').replace(/:.*$/, '');
    return `arn:aws:lambda:${region}:${this.#accountId}:function:${name}`;
  }

  /** @throws {ServiceError} `ResourceConflictException` (409) when there is one with this name */
  add(record: FunctionRecord): void {
    this.checkFree(record.arn);
    this.#byArn.set(record.arn, record);
  }

  /** @throws {ServiceError} `ResourceConflictException` (409) when there is one with this name */
  checkFree(arn: string): void {
    const name = arn.slice(arn.lastIndexOf(':') + 1);
    if (this.#byArn.has(arn))
      throw new ServiceError('ResourceConflictException', `Function already exist: ${name}`, { status: 409 });
  }

  /** @throws {ServiceError} `ResourceNotFoundException` (404) */
  get(given: string, region: string): FunctionRecord {
    const arn = this.arnOf(given, region);
    const found = this.#byArn.get(arn);
    if (found !== undefined) return found;
    throw new ServiceError('ResourceNotFoundException', `Function not found: ${arn}`, { status: 404 });
  }

  has(record: FunctionRecord): boolean {
    return this.#byArn.get(record.arn) === record;
  }

  /** Nothing happens when there is none. */
  remove(given: string, region: string): void {
    const arn = this.arnOf(given, region);
    const record = this.#byArn.get(arn);
    if (record === undefined) return;
    this.#byArn.delete(arn);
    this.#gone.add(record);
    record.retire();
  }

  list(region?: string): readonly FunctionRecord[] {
    const all = [...this.#byArn.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return region === undefined ? all : all.filter((record) => record.region === region);
  }

  get codeBytes(): number {
    return this.list().reduce((total, { current }) => total + current.code.sizeBytes, 0);
  }

  /** Ends what runs, of functions that were deleted as well. */
  async end(): Promise<void> {
    await Promise.all([...this.#byArn.values(), ...this.#gone].map((record) => record.end()));
  }
}
