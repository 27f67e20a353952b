import { CutFinder } from './cut-finder.js';
import type { ObjectPart } from './object-part.js';
import type { Bytes } from './own-bytes.js';
import type { ReadRange } from './read-range.js';

/** Read behind a part's nominal end with the same request: most lines end within. */
const defaultSlackBytes = 64 * 1024;

/**
 * The bytes of a part: from the first cut at or behind its nominal start to the first cut at or behind its nominal end,
 * where the next part begins. Only head and tail are searched; what is between passes through untouched.
 */
export async function* bytesOfPart(
  part: ObjectPart,
  read: ReadRange,
  slackBytes = defaultSlackBytes,
): AsyncGenerator<Bytes, void, undefined> {
  const { start, end, size } = part;
  if (start === end) return;
  if (part.newline === null) {
    yield* read(start, end);
    return;
  }
  const newline = Buffer.from(part.newline);
  const head = start === 0 ? undefined : new CutFinder(newline, start);
  const tail = end === size ? undefined : new CutFinder(newline, end);
  const tailFrom = CutFinder.lookBackTo(newline, end);
  let position = head === undefined ? 0 : CutFinder.lookBackTo(newline, start);
  let begin = head === undefined ? 0 : undefined;

  for await (const chunk of readOn(read, position, part, slackBytes)) {
    const at = position;
    position += chunk.byteLength;
    begin ??= head?.find(chunk);
    // Nothing begins here: a line of an earlier part goes on beyond the nominal end.
    if (begin === undefined ? position >= end : begin >= end) return;
    const cut = position > tailFrom ? tail?.find(chunk.subarray(Math.max(0, tailFrom - at))) : undefined;
    if (begin === undefined) continue;
    const piece = chunk.subarray(Math.max(0, begin - at), cut === undefined ? undefined : cut - at);
    if (piece.byteLength > 0) yield piece;
    if (cut !== undefined) return;
  }
}

/**
 * Reads from `from` to the end of the object, if nobody leaves before: the nominal range and some slack with one request,
 * then ever longer pieces, as a line that is longer than the slack may be longer than that, too.
 */
async function* readOn(
  read: ReadRange,
  from: number,
  { end, size, ranged }: ObjectPart,
  slackBytes: number,
): AsyncGenerator<Bytes, void, undefined> {
  // Without ranges, every request begins at the first byte.
  let more = ranged ? slackBytes : size;
  for (let start = from, stop = Math.min(size, end + more); start < size; ) {
    yield* read(start, stop);
    start = stop;
    more *= 4;
    stop = Math.min(size, start + more);
  }
}
