import { decodeReports, type Report, type StoredValue } from '../wire/index.js';

/** Where reports that were too large for a reply are read. */
export type ReadStored = (stored: StoredValue) => Promise<Uint8Array<ArrayBuffer>>;

/**
 * What one activation's transport delivers: decoded, and handed on in order. A report may say that the real one lies in
 * storage.
 */
export class IncomingReports {
  readonly #activationId: string;
  readonly #read: ReadStored;
  readonly #accept: (report: Report) => Promise<void>;
  #settling: Promise<void> = Promise.resolve();
  #garbage: unknown;

  /** @param accept resolves when the report's calls are settled, or on their way to be; never rejects */
  constructor(activationId: string, read: ReadStored, accept: (report: Report) => Promise<void>) {
    this.#activationId = activationId;
    this.#read = read;
    this.#accept = accept;
  }

  /** Why something that came could not be read; the calls that it should have told of fail with it. */
  get garbage(): unknown {
    return this.#garbage;
  }

  /** Garbage is no sign of life: it is only remembered. */
  take(body: Uint8Array<ArrayBuffer>, accepted: (report: Report) => void): void {
    let reports: readonly Report[];
    try {
      reports = decodeReports(body);
    } catch (error) {
      this.#garbage = error;
      return;
    }
    for (const report of reports) this.#takeReport(report, accepted);
  }

  #takeReport(report: Report, accepted: (report: Report) => void): void {
    const { stored, activationId } = report;
    if (stored !== undefined) this.#settling = this.#settling.then(() => this.#takeStored(stored, accepted));
    // A worker that could not even read its payload does not know whose it was.
    if (activationId === this.#activationId || activationId === '') accepted(report);
  }

  /** Lets the report's outcomes settle, after those that came before. */
  settle(report: Report): void {
    this.#settling = this.#settling.then(() => this.#accept(report));
  }

  async #takeStored(stored: StoredValue, accepted: (report: Report) => void): Promise<void> {
    try {
      this.take(await this.#read(stored), accepted);
    } catch (error) {
      this.#garbage = error;
    }
  }

  /** Resolves when everything that came has been dealt with; one report may bring others along. */
  async settled(): Promise<void> {
    let known: Promise<void> | undefined;
    while (known !== this.#settling) {
      known = this.#settling;
      await known;
    }
  }
}
