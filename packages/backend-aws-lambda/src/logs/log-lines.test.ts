import { describe, expect, it } from 'vitest';
import { linesOfCall, linesOfRequest, markOf } from './log-lines.js';

const id = '8f5a0000-0000-4000-8000-000000000001';
const other = '8f5a0000-0000-4000-8000-000000000002';
const written = (text: string): string => `2026-01-01T10:00:00.000Z\t${id}\tINFO\t${text}`;

describe('the lines of a request', () => {
  const log = [
    `START RequestId: ${other} Version: $LATEST`,
    'not mine',
    `REPORT RequestId: ${other}\tDuration: 1 ms`,
    `START RequestId: ${id} Version: $LATEST`,
    'mine, written without a name',
    `END RequestId: ${id}`,
    `REPORT RequestId: ${id}\tDuration: 1 ms`,
    `START RequestId: ${other} Version: $LATEST`,
  ];

  it('go from its START to its REPORT, whoever ran before and after', () => {
    expect(linesOfRequest(log, id)).toEqual(log.slice(3, 7));
  });

  it('go to the next START when its REPORT is not there', () => {
    expect(linesOfRequest([...log.slice(3, 6), ...log.slice(7)], id)).toEqual(log.slice(3, 6));
  });

  it('go to the end while it runs', () => {
    expect(linesOfRequest(log.slice(3, 5), id)).toEqual(log.slice(3, 5));
  });

  it('are none when it is not there', () => {
    expect(linesOfRequest(log.slice(0, 3), id)).toEqual([]);
  });
});

describe('the lines of a call', () => {
  const frame = (lines: readonly string[]): readonly string[] => [
    `START RequestId: ${id} Version: $LATEST`,
    ...lines,
    `END RequestId: ${id}`,
    `REPORT RequestId: ${id}\tDuration: 1 ms`,
  ];

  it('are what it wrote, without what Lambda puts before and around it', () => {
    const lines = frame([written('hello'), 'written raw', 'START of my own']);
    expect(linesOfCall(lines, id, { index: 0, attempt: 1 })).toEqual([
      'hello',
      'written raw',
      'START of my own',
    ]);
  });

  it('are told from those of other calls of the same request by the marks between them', () => {
    const [first, second] = [
      { index: 7, attempt: 1 },
      { index: 9, attempt: 2 },
    ];
    const lines = frame([markOf(first), written('seven'), markOf(second), written('nine')]);
    expect(linesOfCall(lines, id, first)).toEqual(['seven']);
    expect(linesOfCall(lines, id, second)).toEqual(['nine']);
  });

  it('are none when the request ended before the call began', () => {
    const lines = frame([markOf({ index: 7, attempt: 1 }), written('seven')]);
    expect(linesOfCall(lines, id, { index: 8, attempt: 1 })).toEqual([]);
  });
});
