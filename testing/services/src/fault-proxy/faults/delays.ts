import { setTimeout as pause } from 'node:timers/promises';
import { stallAfter, throttle } from '../../http/bodies.js';
import type { Fault } from '../fault.js';

/** The client waits so many milliseconds longer for the first byte of the reply. */
export const slowFirstByte =
  (delayMs: number): Fault =>
  (exchange) =>
    exchange.pass({ beforeReply: (signal) => pause(delayMs, undefined, { signal }) });

/** The body of the reply comes no faster than so many bytes a second. */
export const slowBody =
  (bytesPerSecond: number): Fault =>
  (exchange) =>
    exchange.pass({ download: throttle(bytesPerSecond) });

/** So many bytes of the reply's body, and then nothing more, on a connection that stays open until the client leaves. */
export const stallAfterDownload =
  (bytes: number): Fault =>
  (exchange) =>
    exchange.pass({ download: stallAfter(bytes) });

/** Waits for something before the request is passed on: for another one to come, for the object to be deleted. */
export const after =
  (happens: () => Promise<unknown>): Fault =>
  async (exchange) => {
    await happens();
    await exchange.pass();
  };

/** Waits for something when the server has answered, before the client hears of it. */
export const beforeReply =
  (happens: () => Promise<unknown>): Fault =>
  (exchange) =>
    exchange.pass({ beforeReply: happens });
