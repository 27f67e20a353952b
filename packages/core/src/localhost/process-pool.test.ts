import { describe, expect, it, vi } from 'vitest';
import { TransportError } from '../spec/transport-error.js';
import { deferred } from '../util/deferred.js';
import { ProcessPool } from './process-pool.js';
import { tooManyFiles } from './with-streams.js';

const system = vi.hoisted(() => ({ isFull: false, end: (): void => undefined }));

/** One process that runs what it gets until it is told to end. */
vi.mock('./worker-process.js', () => ({
  WorkerProcess: class {
    readonly #gone = deferred<void>();
    readonly #run = deferred<Uint8Array<ArrayBuffer>>();
    readonly gone = this.#gone.promise;
    readonly isWaiting = false;
    isBusy = false;

    constructor() {
      if (system.isFull) throw tooManyFiles();
      system.end = () => {
        this.isBusy = false;
        this.#run.reject(new TransportError('lost', 'It has ended.'));
        this.#gone.resolve();
      };
    }

    reserve() {
      this.isBusy = true;
      return this;
    }

    invoke(): Promise<Uint8Array<ArrayBuffer>> {
      return this.#run.promise;
    }
  },
}));

function task(id: string) {
  const ignore = (): void => undefined;
  const on = { onPart: ignore, onStarted: ignore, onReturned: ignore, onOutput: ignore };
  return { id, body: new Uint8Array(0), memoryMb: 0, signal: new AbortController().signal, ...on };
}

describe('a pool that cannot start another worker', () => {
  it('says so to all who wait for one', async () => {
    const pool = new ProcessPool(1, () => undefined);
    const runs = ['a', 'b', 'c', 'd', 'e'].map((id) => pool.run(task(id)));
    const kinds = runs.map((run) => run.catch(({ kind }: TransportError) => kind));
    system.isFull = true;
    system.end();
    const refused = 'unavailable';
    expect(await Promise.all(kinds)).toEqual(['lost', refused, refused, refused, refused]);
  });
});
