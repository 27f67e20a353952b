import { type ActivationBackend, type ActivationReply, TransportError } from '@lithops/core/spec';
import { faas } from '@lithops/testing-backends';
import { type Broken, broken } from './broken-plugin.js';

const ends = 'a worker › that ends in the middle of a call fails this one and no other';
const killed = 'a worker › that is killed in the middle of a call fails this one and no other';
const told = 'a worker › that died is told of as one that may have run the call';

/** A worker's death, as the transport tells of it, is met in another way. Those that were stopped on purpose are not meant. */
function meetsDeath(
  backend: ActivationBackend,
  meet: (error: Error, again: () => Promise<ActivationReply>, id: string) => Promise<ActivationReply>,
): Partial<ActivationBackend> {
  const stopped = new Set<string>();
  return {
    cancelActivation: async (id) => {
      stopped.add(id);
      return (await backend.cancelActivation?.(id)) ?? 'unknown';
    },
    async invoke(activation, options) {
      const invoke = (): Promise<ActivationReply> => backend.invoke(activation, options);
      try {
        return await invoke();
      } catch (error) {
        const isDeath = error instanceof Error && / ended with /.test(error.message);
        if (!isDeath || stopped.has(activation.id)) throw error;
        return await meet(error, invoke, activation.id);
      }
    },
  };
}

/** Workers that die, and what they leave. */
export const failing: readonly Broken[] = [
  {
    that: "swallows a worker's death",
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, (backend) =>
        meetsDeath(backend, async (_error, _again, requestId) => ({ requestId })),
      ),
    fails: {
      [ends]: /resolve with what runActivation made or throw a TransportError/,
      [killed]: /resolve with what runActivation made or throw a TransportError/,
      [told]: /resolve with what runActivation made or throw a TransportError/,
    },
  },
  {
    that: 'throws a plain Error',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, (backend) =>
        meetsDeath(backend, ({ message }) => Promise.reject(new Error(message))),
      ),
    fails: {
      [ends]: /a transport throws only TransportError.*invoke threw Error: The worker process ended/,
      [killed]: /a transport throws only TransportError/,
      [told]: /a transport throws only TransportError/,
    },
  },
  {
    that: 'retries itself',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, (backend) => meetsDeath(backend, (_error, again) => again())),
    fails: {
      [ends]: /a backend never retries/,
      [killed]: /a backend never retries/,
      [told]: /a backend never retries/,
    },
  },
  {
    that: 'says of a worker that died that nothing ran',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, (backend) =>
        meetsDeath(backend, async (error) => {
          const kind = error.message.includes('SIGKILL') ? 'lost' : 'rejected';
          throw new TransportError(kind, error.message);
        }),
      ),
    fails: {
      [ends]: /a lost attempt of its call \(LITHOPS_WORKER_LOST\)/,
      [told]: /its kind is rejected/,
    },
  },
  {
    that: 'ignores aborted signals',
    plugin: (fleet) =>
      broken(faas({ fleet, cancel: 'none' }).plugin, (backend) => ({
        invoke: (activation, options) =>
          backend.invoke(activation, { ...options, signal: new AbortController().signal }),
      })),
    fails: {
      'work that is given up › lets go of invoke when its signal is aborted':
        /invoke had not ended after its signal was aborted/,
      'work that is given up › is never begun when its signal was aborted before':
        /invoke rejects when its signal is aborted already/,
    },
  },
  {
    that: 'says that work has stopped which goes on',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, (backend) => {
        const stops = new Map<string, () => void>();
        return {
          cancelActivation: async (id) => {
            const stop = stops.get(id);
            stop?.();
            return stop === undefined ? 'unknown' : 'stopped';
          },
          async invoke(activation, options) {
            const stopped = new Promise<never>((_, reject) => {
              stops.set(activation.id, () => reject(new TransportError('lost', 'It was stopped.')));
            });
            try {
              return await Promise.race([backend.invoke(activation, options), stopped]);
            } finally {
              stops.delete(activation.id);
            }
          },
        };
      }),
    fails: {
      'work that is given up › does not go on after it was stopped':
        /capabilities\.cancel is 'running', but cancelActivation resolved 'stopped' while the call went on/,
      'work that is given up › is stopped when its job is cancelled, before its slot is given away':
        /the call went on when another had its slot/,
    },
  },
];
