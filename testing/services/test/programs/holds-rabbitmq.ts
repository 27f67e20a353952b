// Installs and starts a broker, says so, and waits to be ended.
import { ensureRabbitmqInstalled, startRabbitmq } from '../../src/index.js';

const whyNot = await ensureRabbitmqInstalled();
if (whyNot !== undefined) throw new Error(whyNot);
const { processIds } = await startRabbitmq();
console.log(JSON.stringify({ processIds }));
setInterval(() => undefined, 1_000);
