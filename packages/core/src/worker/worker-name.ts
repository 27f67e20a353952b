import { hostname } from 'node:os';

/** How error texts name this process: `host:pid`. */
export const workerName = `${hostname()}:${process.pid}`;
