import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type LoggedRequest, openRequest } from './request-log.js';
import { chooser, type FaultTarget } from './request-matcher.js';

function request(line: string): LoggedRequest {
  const [method, url] = line.split(' ');
  const message: Pick<IncomingMessage, 'method' | 'url' | 'headers'> = { method, url, headers: {} };
  return openRequest(message);
}

/** Which of the requests, by their place, get the fault. */
function chosen(target: FaultTarget, lines: readonly string[]): readonly number[] {
  const choose = chooser(target);
  return lines.flatMap((line, index) => (choose(request(line)) ? [index] : []));
}

describe('the requests that get a fault', () => {
  const lines = ['GET /b/a%20key', 'PUT /b/c', 'GET /b?list-type=2', 'GET /b/c', 'GET /b/d'];

  it('are all of them when nothing is said', () => {
    expect(chosen({}, lines)).toEqual([0, 1, 2, 3, 4]);
  });

  it('are those of a method, an operation, a path', () => {
    expect(chosen({ method: 'PUT' }, lines)).toEqual([1]);
    expect(chosen({ operation: ['PutObject', 'ListObjectsV2'] }, lines)).toEqual([1, 2]);
    expect(chosen({ path: /^\/b\/a key$/ }, lines)).toEqual([0]);
    expect(chosen({ when: ({ query }) => query['list-type'] === '2' }, lines)).toEqual([2]);
    expect(chosen({ method: 'GET', path: /c$/ }, lines)).toEqual([3]);
  });

  it('match anew each time, though the pattern is a global one', () => {
    expect(chosen({ path: /c/g }, lines)).toEqual([1, 3]);
  });

  it('are the so-manieth of those that match', () => {
    expect(chosen({ operation: 'GetObject', nth: 2 }, lines)).toEqual([3]);
  });

  it('are not more than were asked for', () => {
    expect(chosen({ operation: 'GetObject', times: 2 }, lines)).toEqual([0, 3]);
  });

  it('are drawn, the same for the same seed', () => {
    const many = Array.from({ length: 1_000 }, () => 'GET /b/c');
    const drawn = chosen({ probability: 0.3, seed: 7 }, many);
    expect(drawn.length).toBeGreaterThan(200);
    expect(drawn.length).toBeLessThan(400);
    expect(chosen({ probability: 0.3, seed: 7 }, many)).toEqual(drawn);
    expect(chosen({ probability: 0.3, seed: 8 }, many)).not.toEqual(drawn);
  });
});
