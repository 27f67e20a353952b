import { describe, expect, it } from 'vitest';
import { describeWorker } from '../worker/describe-worker.js';
import { provideStores } from '../worker/storage-registry.js';
import { workerMismatch } from './worker-mismatch.js';

describe('what a worker says of itself', () => {
  it('is right for a program of the same protocol whose store it has, or that has none', () => {
    provideStores({ shelf: () => ({}) });
    expect(workerMismatch(describeWorker(), 'shelf')).toBeUndefined();
    expect(workerMismatch(describeWorker(), undefined)).toBeUndefined();
  });

  it.each([
    [undefined, 'an answer that no worker'],
    ['hello', 'an answer that no worker'],
    [{ lithops: 'other' }, 'an answer that no worker'],
    [{ ...describeWorker(), protocol: '0.9' }, 'one of protocol 0.9, where this program has 1.0'],
    [{ ...describeWorker(), protocol: 1 }, 'one of protocol 1'],
    [{ ...describeWorker(), stores: [] }, 'cannot open the store "shelf": it was built with none'],
    [{ ...describeWorker(), stores: ['drawer'] }, 'it was built with drawer'],
  ])('is wrong as %j', (answer, expected) => {
    expect(workerMismatch(answer, 'shelf')).toContain(expected);
  });

  it('may come from a later minor version', () => {
    expect(workerMismatch({ ...describeWorker(), protocol: '1.7' }, undefined)).toBeUndefined();
  });
});
