import { describe, expect, it } from 'vitest';
import { Consumption } from './consumption.js';

const released = expect.objectContaining({ code: 'LITHOPS_RESULTS_RELEASED' });

describe('the first consumer of a job’s results', () => {
  it('streams, and nobody else can have them', () => {
    const consumption = new Consumption(2, () => undefined);
    expect(consumption.stream(0)).toBe(true);
    expect(() => consumption.collect()).toThrow(released);
    expect(() => consumption.stream(0)).toThrow(released);
  });

  it('collects, and others may look as well', () => {
    const consumption = new Consumption(2, () => undefined);
    consumption.collect();
    consumption.collect();
    expect(consumption.stream(0)).toBe(false);
  });
});

describe('while streaming', () => {
  it('there is room for the window less what is unread or underway', () => {
    let told = 0;
    const consumption = new Consumption(4, () => told++);
    expect(consumption.room(1000)).toBe(Number.POSITIVE_INFINITY);
    consumption.stream(1);
    consumption.arrived();
    expect(consumption.room(1)).toBe(1);
    consumption.read();
    expect([consumption.room(1), told]).toEqual([2, 1]);
  });
});
