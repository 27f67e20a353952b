import { expect, it } from 'vitest';
import { everyStep } from './every-step.js';

it('takes the steps after one that failed, then throws what the first threw', async () => {
  const taken: string[] = [];
  const steps = [
    () => Promise.reject(new Error('first')),
    () => taken.push('second'),
    () => {
      throw new Error('third');
    },
    async () => taken.push('fourth'),
  ];
  await expect(everyStep(steps)).rejects.toThrow('first');
  expect(taken).toEqual(['second', 'fourth']);
});
