import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.js';
import { nominalRanges } from './nominal-ranges.js';
import type { ObjectPart } from './object-part.js';
import { bytesOfPart } from './part-bytes.js';
import type { ReadRange } from './read-range.js';

const cases = 4_000;

/** Newlines of all kinds: some can overlap themselves, some are many bytes or no characters at all. */
const newlines = [
  '\n',
  '\r\n',
  '\n\n',
  'aa',
  'abab',
  'aba',
  'aaa',
  'ab',
  '\u2028',
  'é',
  '--é--',
  '👩‍👩‍👧',
  '\u0000',
  '\uFFFD',
  '\uFEFF',
  'line that is rather long\n',
];

describe('parts of random objects', () => {
  it(`are together the object, split no line, and have its lines (${cases} cases)`, async () => {
    for (let seed = 1; seed <= cases; seed++) await checkCase(seed);
  });
});

async function checkCase(seed: number): Promise<void> {
  const random = randomNumbers(seed);
  const newline = pick(random, newlines);
  const bytes = randomContent(random, newline);
  const exact = below(random, 8) === 0;
  const how = randomOptions(random, bytes.length);
  const read = reader(bytes, random);
  const slackBytes = 1 + below(random, 40);

  const parts = [...nominalRanges(bytes.length, how)].map((range) =>
    toPart(range, bytes, exact ? null : newline),
  );
  const pieces: Buffer[] = [];
  const lines: string[] = [];
  for (const part of parts) {
    const splitter = new LineSplitter(newline);
    const piece: Uint8Array[] = [];
    for await (const chunk of bytesOfPart(part, read, slackBytes)) {
      expect(chunk.byteLength).toBeGreaterThan(0);
      piece.push(chunk);
      lines.push(...splitter.push(chunk));
    }
    lines.push(...splitter.end());
    pieces.push(Buffer.concat(piece));
  }

  const context = `seed ${seed}: ${JSON.stringify({ newline, how, slackBytes, content: bytes.toString('latin1') })}`;
  expect(Buffer.concat(pieces).equals(bytes), context).toBe(true);
  if (how.chunkNumber !== undefined) expect(parts.length, context).toBe(how.chunkNumber);
  if (exact) {
    expect(
      pieces.map(({ length }) => length),
      context,
    ).toEqual(parts.map(({ start, end }) => end - start));
    return;
  }
  expect(lines, context).toEqual(linesOf(bytes, newline));
  expectOwnLines(parts, pieces, newline, context);
}

/** No part begins in a line, and each has the lines that start in its range. */
function expectOwnLines(
  parts: readonly ObjectPart[],
  pieces: readonly Buffer[],
  newline: string,
  context: string,
): void {
  const wanted = Buffer.from(newline);
  const overlapsItself = canOverlap(wanted);
  const whole = Buffer.concat(pieces);
  let begin = 0;
  for (const [index, piece] of pieces.entries()) {
    const part = parts[index];
    if (piece.length > 0 && begin > 0) {
      expect(whole.subarray(begin - wanted.length, begin).equals(wanted), `${context}, part ${index}`).toBe(
        true,
      );
    }
    if (piece.length > 0) expect(begin, `${context}, part ${index}`).toBeGreaterThanOrEqual(part?.start ?? 0);
    // Of newlines that overlap themselves, runs are kept in one piece, and so may hold the starts of later lines.
    if (piece.length > 0 && !overlapsItself) expect(begin, context).toBeLessThan(part?.end ?? 0);
    begin += piece.length;
  }
}

function canOverlap(newline: Buffer): boolean {
  for (let shift = 1; shift < newline.length; shift++) {
    if (newline.subarray(shift).equals(newline.subarray(0, newline.length - shift))) return true;
  }
  return false;
}

/** The lines of the whole object, said as simply as can be: split from left to right, then decoded. */
function linesOf(bytes: Buffer, newline: string): readonly string[] {
  const lines = bytes.toString('latin1').split(Buffer.from(newline).toString('latin1'));
  if (lines.at(-1) === '') lines.pop();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return lines.map((line) => decoder.decode(Buffer.from(line, 'latin1')));
}

function toPart(
  range: { part: number; totalParts: number; start: number; end: number },
  bytes: Buffer,
  newline: string | null,
): ObjectPart {
  const place = { kind: 'storage', bucket: 'b', key: 'k' } as const;
  return {
    ...range,
    place,
    object: 0,
    size: bytes.length,
    newline,
    etag: undefined,
    ranged: true,
    data: undefined,
  };
}

/** Gives ranges in blocks of random sizes, as stores do. */
function reader(bytes: Buffer, random: () => number): ReadRange {
  const maxBlock = 1 + below(random, 30);
  return async function* read(start, end) {
    for (let at = start; at < end; ) {
      const next = Math.min(end, at + 1 + below(random, maxBlock));
      yield new Uint8Array(bytes.subarray(at, next));
      at = next;
    }
  };
}

function randomOptions(random: () => number, size: number): { chunkSize?: number; chunkNumber?: number } {
  const kind = below(random, 5);
  if (kind === 0) return {};
  return kind < 3 ? { chunkSize: 1 + below(random, size + 3) } : { chunkNumber: 1 + below(random, size + 3) };
}

function randomContent(random: () => number, newline: string): Buffer {
  const bytes = Buffer.from(newline);
  const pieces: (() => Buffer)[] = [
    () => bytes,
    () => bytes,
    () => bytes.subarray(0, 1 + below(random, bytes.length)),
    () => bytes.subarray(below(random, bytes.length)),
    () => Buffer.concat(Array.from({ length: below(random, 6) }, () => bytes)),
    () => Buffer.from('x'.repeat(below(random, 12))),
    () => Buffer.from(pick(random, ['a', 'b', 'é', '👧', '\n', '\r', '€', '\uFEFF'])),
    () => Buffer.from([128 + below(random, 128)]),
  ];
  const onlyNewlines = below(random, 12) === 0;
  const content = Array.from({ length: below(random, 14) }, () =>
    onlyNewlines ? bytes : pick(random, pieces)(),
  );
  return Buffer.concat(content);
}

function pick<T>(random: () => number, from: readonly T[]): T {
  const picked = from[below(random, from.length)];
  if (picked === undefined) throw new Error('Expected something to pick from.');
  return picked;
}

function below(random: () => number, limit: number): number {
  return Math.floor(random() * limit);
}

/** mulberry32: the same numbers for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
