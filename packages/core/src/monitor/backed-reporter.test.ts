import { describe, expect, it, vi } from 'vitest';
import type { OutcomeReport, Reporter } from '../spec/monitor.js';
import { BackedReporter } from './backed-reporter.js';

function reporter(flush: () => Promise<void> = async () => undefined) {
  const outcomes: string[] = [];
  const made: Reporter = {
    started: vi.fn(),
    outcome: ({ activationId }) => void outcomes.push(activationId),
    flush,
    close: async () => undefined,
  };
  return { made, outcomes };
}

function report(activationId: string): OutcomeReport {
  return {
    activationId,
    calls: [{ jobId: 'M0001', index: 0, attempt: 1, ok: true }],
    body: new Uint8Array(1),
  };
}

const away = (): Promise<void> => Promise.reject(new Error('the broker is away'));

describe('a reporter with storage behind it', () => {
  it('writes nothing to storage as long as the monitor takes what it is told', async () => {
    const primary = reporter();
    const openStorage = vi.fn();
    const backed = new BackedReporter(Promise.resolve(primary.made), openStorage);
    backed.outcome(report('a'));
    backed.outcome(report('b'));
    await backed.flush();
    expect(primary.outcomes).toEqual(['a', 'b']);
    expect(openStorage).not.toHaveBeenCalled();
  });

  it('stores what the monitor could not deliver, and only that', async () => {
    const flush = vi.fn(away).mockResolvedValueOnce(undefined);
    const [primary, storage] = [reporter(flush), reporter()];
    const backed = new BackedReporter(Promise.resolve(primary.made), () => storage.made);
    backed.outcome(report('told'));
    await backed.flush();
    backed.outcome(report('stored'));
    await backed.flush();
    expect(storage.outcomes).toEqual(['stored']);
  });

  it('stores all when there is no such monitor in this worker', async () => {
    const storage = reporter();
    const backed = new BackedReporter(Promise.reject(new Error('not to be loaded')), () => storage.made);
    backed.started([]);
    backed.outcome(report('a'));
    await backed.flush();
    expect(storage.outcomes).toEqual(['a']);
    await backed.close();
  });

  it('says why neither way is open', async () => {
    const full = reporter(() => Promise.reject(new Error('the store is full')));
    const backed = new BackedReporter(Promise.resolve(reporter(away).made), () => full.made);
    backed.outcome(report('a'));
    const error: unknown = await backed.flush().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AggregateError);
    const { errors } = error as AggregateError;
    expect(errors.map(String)).toEqual(['Error: the broker is away', 'Error: the store is full']);
  });
});
