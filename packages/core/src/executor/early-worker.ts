import { existsSync } from 'node:fs';
import type { Configuration } from '../config/index.js';
import { processSurroundings } from '../config/surroundings.js';
import { usualPlaces } from '../config/usual-places.js';
import { type SpareWorker, startSpareWorker } from '../localhost/spare-worker.js';
import { currentCall } from '../worker/current-call.js';
import type { ExecutorOptions } from './options.js';

/**
 * The first worker of an executor on this machine, started before anything else is loaded: it boots while the client reads
 * its configuration and takes the first function apart.
 */
export class EarlyWorker {
  #spare: SpareWorker | undefined;

  /** Starts it at once where nothing but the options can say on what the executor runs. */
  constructor(options: ExecutorOptions | undefined) {
    if (currentCall() === undefined && isLocal(options) && !isConfigured()) this.#spare = startSpareWorker(0);
  }

  /** Starts it now that it is known whether it is of use, and with which memory. */
  configured({ mode, compute, worker }: Configuration): void {
    if (this.#spare !== undefined || currentCall() !== undefined) return;
    if (mode === 'localhost' && compute.plugin.name === 'localhost' && worker.runtime === undefined)
      this.#spare = startSpareWorker(worker.runtimeMemoryMb ?? 0);
  }

  /** Ends it unless it has been put to work. */
  async close(): Promise<void> {
    await this.#spare?.close();
  }
}

/** Options that may send calls elsewhere, or need another kind of worker. */
const telling = ['config', 'configFile', 'runtime', 'runtimeMemoryMb'] as const;

function isLocal(options: ExecutorOptions = {}): boolean {
  const { backend = 'localhost', mode = 'localhost' } = options;
  return (
    backend === 'localhost' && mode === 'localhost' && telling.every((key) => options[key] === undefined)
  );
}

function isConfigured(): boolean {
  const surroundings = processSurroundings();
  const isVariable = (name: string): boolean => name.startsWith('LITHOPS_');
  return Object.keys(surroundings.environment).some(isVariable) || usualPlaces(surroundings).some(existsSync);
}
