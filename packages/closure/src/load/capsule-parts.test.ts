import { describe, expect, it } from 'vitest';
import { capture } from '../capture/capture.js';
import { capsuleParts } from './capsule-parts.js';

function adding(amount: number) {
  return (x: number) => x + amount;
}

function subtracting(amount: number) {
  return (x: number) => x - amount;
}

function differing(a: ReturnType<typeof adding>, b: ReturnType<typeof adding>): string[] {
  const [left, right] = [capsuleParts(capture(a)), capsuleParts(capture(b))];
  return Object.entries(left).flatMap(([part, digest]) =>
    digest === right[part as keyof typeof right] ? [] : [part],
  );
}

describe('two captures', () => {
  it('of the same code and values have the same parts', () => {
    expect(differing(adding(1), adding(1))).toEqual([]);
  });

  it('differ in values where only a captured value differs', () => {
    expect(differing(adding(1), adding(2))).toEqual(['values']);
  });

  it('differ in code where the text differs', () => {
    expect(differing(adding(1), subtracting(1))).toEqual(['code']);
  });
});
