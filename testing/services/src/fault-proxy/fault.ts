import type { Exchange } from './exchange.js';

/** What happens to a request instead of being passed on. What it throws resets the connection. */
export type Fault = (exchange: Exchange) => Promise<void>;
