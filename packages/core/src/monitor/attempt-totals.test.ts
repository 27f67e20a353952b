import { describe, expect, it } from 'vitest';
import { AttemptTotals } from './attempt-totals.js';

describe('what the attempts of a job cost', () => {
  it('is not known without prices', () => {
    const totals = new AttemptTotals();
    totals.add(100, 50);
    expect(totals).toMatchObject({ usd: undefined, execMs: 100 });
  });

  it('is reckoned from the time of each where nobody bills them', () => {
    const totals = new AttemptTotals();
    totals.price((execMs) => execMs * 2);
    totals.add(1, 50);
    totals.add(2, 50);
    expect(totals.usd).toBe(6);
  });

  it('is what is billed for their activations, where that is told', () => {
    const totals = new AttemptTotals();
    totals.price((execMs) => execMs * 2);
    totals.bill(7);
    totals.add(1, 50, true);
    totals.add(2, 50, true);
    expect(totals).toMatchObject({ usd: 7, execMs: 3 });
  });
});
