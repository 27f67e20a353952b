import { describe, expect, it } from 'vitest';
import { Consumption } from './consumption.js';

const released = expect.objectContaining({ code: 'LITHOPS_RESULTS_RELEASED' });
const exactly = (size: number) => ({ size, grows: false });
const ignore = (): void => undefined;

describe('the first consumer of a job’s results', () => {
  it('streams, and nobody else can have them', () => {
    const consumption = new Consumption(exactly(2), ignore);
    expect(consumption.stream(0)).toBe(true);
    expect(() => consumption.collect()).toThrow(released);
    expect(() => consumption.stream(0)).toThrow(released);
  });

  it('collects, and others may look as well', () => {
    const consumption = new Consumption(exactly(2), ignore);
    consumption.collect();
    consumption.collect();
    expect(consumption.stream(0)).toBe(false);
  });
});

describe('while streaming', () => {
  it('there is room for the window less what is unread or underway', () => {
    let told = 0;
    const consumption = new Consumption(exactly(4), () => told++);
    expect(consumption.room(1000)).toBe(Number.POSITIVE_INFINITY);
    consumption.stream(1);
    consumption.arrived();
    expect(consumption.room(1)).toBe(1);
    consumption.read();
    expect([consumption.room(1), told]).toEqual([2, 1]);
  });

  it('the reader’s progress is told now and then, and always when all is read', () => {
    const told: number[] = [];
    const unread = 100;
    const consumption = new Consumption(exactly(320), () => told.push(consumption.room(0)));
    consumption.stream(unread);
    for (let read = 0; read < unread; read++) consumption.read();
    expect(told).toEqual([240, 260, 280, 300, 320]);
  });

  it('half the window is shared by the workers', () => {
    const consumption = new Consumption(exactly(64), ignore);
    expect(consumption.share(2)).toBe(Number.POSITIVE_INFINITY);
    consumption.stream(0);
    expect([consumption.share(2), consumption.share(1000)]).toEqual([16, 1]);
  });
});

describe('a window', () => {
  const roomOf = (grows: boolean, ...sizes: readonly number[]): number => {
    const consumption = new Consumption({ size: 64, grows }, ignore);
    consumption.stream(0);
    for (const size of sizes) consumption.adapt(size);
    return consumption.room(0);
  };

  it('that nobody asked for grows with short calls and shrinks back when they get longer', () => {
    expect([roomOf(true, 1000), roomOf(true, 1000, 8)]).toEqual([1000, 64]);
  });

  it('that somebody asked for is exact', () => {
    expect(roomOf(false, 1000)).toBe(64);
  });
});
