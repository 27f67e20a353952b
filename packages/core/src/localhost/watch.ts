import type { RunningCall, TransportErrorKind } from '../spec/transport-error.js';
import { encodeFailure, encodePosition } from './frame-bodies.js';
import { type Frame, NO_BODY } from './frames.js';
import type { WatchedActivation, WatchedCalls } from './watched-calls.js';

/** It does not look more often while calls run, milliseconds: each time takes the processor from them. */
const SHORTEST_INTERVAL_MS = 20;
/** A call says itself that its time is over unless it blocks: so much later it is ended, milliseconds. */
const OVERDUE_GRACE_MS = 100;
/** How often it says that the process is alive while it is busy, milliseconds. */
export const BEAT_MS = 5000;

/** What the watch does with what it sees. */
export interface WatchHands {
  send(frame: Frame): void;
  /** Has the user thread hand over what it has, and gives the stack of where it is, if it can be had. */
  interrupt(): Promise<string | undefined>;
  /** Resident memory of the whole process. */
  residentBytes(): number;
  /** Tells the client why, and ends the process. */
  die(frame: Frame): void;
  nowMs(): number;
}

/**
 * Looks after the calls of a worker process from a thread of its own, also while user code blocks the other one: calls that
 * wait behind one that takes long go back to the client, a call whose time is over and a process whose memory is too large
 * end.
 */
export class Watch {
  readonly #calls: WatchedCalls;
  readonly #hands: WatchHands;
  /** Of the process, bytes; 0: no limit. */
  readonly #memoryBytes: number;
  #cursor: number | undefined;
  #beatMs: number;
  #wasInterrupted = false;
  #isDying = false;

  constructor(calls: WatchedCalls, memoryBytes: number, hands: WatchHands) {
    this.#calls = calls;
    this.#memoryBytes = memoryBytes;
    this.#hands = hands;
    this.#beatMs = hands.nowMs();
  }

  /** Looks once. @returns when to look again, milliseconds; `undefined`: no call runs. */
  look(): number | undefined {
    const seen = this.#isDying ? undefined : this.#calls.look();
    const nowMs = this.#hands.nowMs();
    if (this.#calls.isBusy && nowMs - this.#beatMs >= BEAT_MS) this.#beat(nowMs);
    if (seen === undefined) {
      this.#cursor = undefined;
      return undefined;
    }
    if (seen.cursor !== this.#cursor) this.#begun(seen.cursor);
    const elapsedMs = seen.running < 0 ? 0 : nowMs - seen.begunMs;
    if (this.#memoryBytes > 0) this.#checkMemory(seen);
    if (elapsedMs >= seen.patienceMs) this.#free(seen);
    if (seen.running >= 0 && elapsedMs >= seen.limitMs + OVERDUE_GRACE_MS) void this.#endOverdue(seen);
    return this.#intervalMs(seen, elapsedMs, nowMs);
  }

  /** Until the next moment at which this call, or one that begins right now, could want something; memory can grow quickly. */
  #intervalMs({ limitMs, patienceMs }: WatchedActivation, elapsedMs: number, nowMs: number): number {
    if (this.#memoryBytes > 0) return SHORTEST_INTERVAL_MS;
    const overdueMs = limitMs + OVERDUE_GRACE_MS;
    const soonestMs = Math.min(overdueMs, patienceMs);
    const ofThisMs = (this.#wasInterrupted ? overdueMs : soonestMs) - elapsedMs;
    const dueMs = Math.min(ofThisMs, soonestMs, this.#beatMs + BEAT_MS - nowMs);
    return Math.max(SHORTEST_INTERVAL_MS, Math.ceil(dueMs));
  }

  #begun(cursor: number): void {
    this.#cursor = cursor;
    this.#wasInterrupted = false;
  }

  #beat(nowMs: number): void {
    this.#beatMs = nowMs;
    this.#hands.send({ type: 'beat', id: 0, body: NO_BODY });
  }

  /** Nothing waits for this call any more: neither what was to come after it, nor what has ended before it. */
  #free(seen: WatchedActivation): void {
    if (this.#calls.takeBack(seen)) {
      this.#cursor = this.#calls.look()?.cursor;
      this.#hands.send({ type: 'returned', id: seen.id, body: encodePosition(seen.running + 1) });
    }
    if (this.#wasInterrupted) return;
    this.#wasInterrupted = true;
    void this.#hands.interrupt();
  }

  #checkMemory({ id, running }: WatchedActivation): void {
    const bytes = this.#hands.residentBytes();
    if (bytes <= this.#memoryBytes) return;
    const [used, limit] = [bytes, this.#memoryBytes].map((size) => `${Math.round(size / 2 ** 20)} MB`);
    const call = running < 0 ? undefined : { position: running };
    this.#die(id, 'out-of-memory', `It used ${used} of memory, its limit is ${limit}.`, call);
  }

  async #endOverdue({ id, running, limitMs }: WatchedActivation): Promise<void> {
    this.#isDying = true;
    const stack = await this.#hands.interrupt();
    this.#die(id, 'timed-out', `It ran for longer than ${limitMs} ms.`, { position: running, stack });
  }

  #die(id: number, kind: TransportErrorKind, message: string, running: RunningCall | undefined): void {
    this.#isDying = true;
    this.#hands.die({ type: 'failure', id, body: encodeFailure({ kind, message, running }) });
  }
}
