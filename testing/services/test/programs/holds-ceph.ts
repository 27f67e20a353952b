// Starts a cluster, prints what it is, and waits to be ended.
import { startCeph } from '../../src/index.js';

const { endpoint, processIds } = await startCeph();
console.log(JSON.stringify({ endpoint, processIds }));
setInterval(() => undefined, 1_000);
