import assert from 'node:assert/strict';
import { breaks, keepingNow } from '../promises.js';

/** What a monitor promises; the message of a test that fails begins with the one that was broken. */
export const promises = {
  plugin: 'a monitor says what it is, and its worker half is a module of its own',
  opens: 'a client can be opened, and open() settles whatever became of the way',
  flushed: 'what was given to a reporter before flush() resolves is where the client finds it',
  unread: 'the bytes of a report arrive as they were given',
  started: 'what a reporter says has started is told as started',
  apart: 'each client is told of the jobs of its executors, each under its own name',
  earlier: 'what was told of a job before it is watched is told when it is watched',
  watchedOnly: 'a client tells of watched jobs only',
  settles: 'flush() settles, whatever became of the client or the way to it',
  rejects: 'flush() rejects when what was given could not be told, so that core puts it into storage',
  mends: 'a monitor whose way was cut works again when it is mended',
  ends: 'the iteration of a client ends when the client is closed',
  nothingLeft: 'what was closed leaves nothing behind',
  doctor: 'a doctor finds no problem where there is none',
  jobs: 'every call of a job that is watched comes to its end, whatever becomes of workers',
} as const;

/** Holds a promise to what came of it. */
export function expectKept(promise: string, isKept: boolean, expected: string, got: string): void {
  if (!isKept) breaks(promise, expected, got);
}

/** As `assert.deepEqual`, with the promise in front of the difference. */
export function expectSame(promise: string, actual: unknown, expected: unknown): void {
  keepingNow(promise, () => assert.deepEqual(actual, expected));
}
