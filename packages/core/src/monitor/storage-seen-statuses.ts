import type { Status } from '../storage/key-layout.js';

/** Which of a job's statuses were told already, and from where a listing can tell something new. */
export class SeenStatuses {
  readonly #seenOfCall = new Map<number, Set<string>>();
  readonly #seenReports = new Set<string>();
  readonly #isSettled: (index: number) => boolean;
  #finishedBelow = 0;

  /** @param isSettled as the client knows it; by default, every call that gave a value is */
  constructor(isSettled: (index: number) => boolean = () => true) {
    this.#isSettled = isSettled;
  }

  /** All calls below this one have given a value that counted: their keys need no listing any more. */
  get finishedBelow(): number {
    this.#advance();
    return this.#finishedBelow;
  }

  has(status: Status): boolean {
    if (status.type === 'activation') return this.#seenReports.has(reportName(status));
    if (status.index < this.#finishedBelow) return true;
    return this.#seenOfCall.get(status.index)?.has(attemptName(status)) ?? false;
  }

  add(status: Status): void {
    if (status.type === 'activation') {
      this.#seenReports.add(reportName(status));
      return;
    }
    const seen = this.#seenOfCall.get(status.index) ?? new Set();
    this.#seenOfCall.set(status.index, seen.add(attemptName(status)).add(status.kind));
    this.#advance();
  }

  #hasGivenValue(index: number): boolean {
    return this.#seenOfCall.get(index)?.has('ok') === true;
  }

  /** A failed call may be tried again, and a value may turn out to be unreadable. What is finished is forgotten. */
  #advance(): void {
    while (this.#hasGivenValue(this.#finishedBelow) && this.#isSettled(this.#finishedBelow)) {
      this.#seenOfCall.delete(this.#finishedBelow);
      this.#finishedBelow += 1;
    }
  }
}

function attemptName({ attempt, kind, body }: Extract<Status, { type: 'call' }>): string {
  return `${attempt}.${kind}.${bodyMark(body)}`;
}

function reportName({ activationId, report, body }: Extract<Status, { type: 'activation' }>): string {
  return `${activationId}/${report}.${bodyMark(body)}`;
}

/** Tells bodies of one name apart, so that a forged one hides no true one: a report ends in its signature of 32 bytes. */
function bodyMark(body: Uint8Array | undefined): string {
  return body === undefined ? '' : Buffer.from(body.subarray(-32)).toString('latin1');
}
