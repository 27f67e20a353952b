import { expect, it } from 'vitest';
import { BackupPace } from './polling-pace.js';

it('a store that is only a backup is looked at seldom, and soon after an interruption', () => {
  const pace = new BackupPace();
  expect(pace.currentMs).toBe(5000);
  for (let polls = 0; polls < 20; polls++) pace.polled(true);
  expect(pace.currentMs).toBe(30_000);
  pace.hurry();
  expect(pace.currentMs).toBe(200);
  pace.polled(false);
  expect(pace.currentMs).toBe(300);
  pace.failed();
  expect(pace.currentMs).toBe(600);
});
