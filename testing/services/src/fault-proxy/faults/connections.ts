import { breakAfter } from '../../http/bodies.js';
import type { Fault } from '../fault.js';

/** Resets the connection; the server never hears of the request. */
export const resetBeforeReply = (): Fault => async (exchange) => exchange.reset();

/** The server does what it is asked to, but the reply is lost with the connection. */
export const loseReply = (): Fault => async (exchange) => {
  await exchange.swallow();
  exchange.reset();
};

/** Resets the connection when so many bytes of the reply's body have been sent. */
export const resetAfterDownload =
  (bytes: number): Fault =>
  (exchange) =>
    exchange.pass({ download: breakAfter(bytes) });

/** Resets both connections when so many bytes of the request's body have been passed on. */
export const resetAfterUpload =
  (bytes: number): Fault =>
  (exchange) =>
    exchange.pass({ upload: breakAfter(bytes) });
