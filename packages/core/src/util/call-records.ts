import { type CallPage, CallPages, placeOf } from './call-pages.js';

interface RecordPage<T> extends CallPage {
  readonly records: (T | undefined)[];
}

/** A `Map` from calls to objects, for millions of calls. */
export class CallRecords<T extends object> {
  readonly #pages = new CallPages<RecordPage<T>>(() => ({ records: [], held: 0 }));

  get(index: number): T | undefined {
    return this.#pages.find(index)?.records[placeOf(index)];
  }

  set(index: number, record: T): void {
    const page = this.#pages.open(index);
    const place = placeOf(index);
    if (page.records[place] === undefined) page.held++;
    page.records[place] = record;
  }

  delete(index: number): void {
    const page = this.#pages.find(index);
    const place = placeOf(index);
    if (page?.records[place] === undefined) return;
    page.records[place] = undefined;
    this.#pages.leave(index, page);
  }
}
