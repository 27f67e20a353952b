import type { ObjectPart } from './object-part.js';
import type { Bytes } from './own-bytes.js';
import { PartSlicer } from './part-slicer.js';
import type { ReadRange } from './read-range.js';

/** Read behind a part's nominal end with the same request: most lines end within. */
const defaultSlackBytes = 64 * 1024;

/** The bytes of a part, read with one request as long as its last line ends within the slack. */
export async function* bytesOfPart(
  part: ObjectPart,
  read: ReadRange,
  slackBytes = defaultSlackBytes,
): AsyncGenerator<Bytes, void, undefined> {
  const { start, end, newline } = part;
  if (start === end) return;
  if (newline === null) {
    yield* read(start, end);
    return;
  }
  const slicer = new PartSlicer(part, Buffer.from(newline));
  for (const [from, to] of pieces(part, slicer.readFrom, slackBytes)) {
    for await (const chunk of read(from, to)) {
      const piece = slicer.take(chunk);
      if (piece.byteLength > 0) yield piece;
      // A request that is nearly at its end is read to it: its connection can be used again.
      if (slicer.isComplete && to - slicer.position > slackBytes) return;
    }
    if (slicer.isComplete) return;
  }
}

/**
 * From `from` to the end of the object, if nobody leaves before: the nominal range and the slack with one request, then
 * ever longer pieces, as a line that is longer than the slack may be longer than that, too.
 */
function* pieces(
  { end, size, ranged }: ObjectPart,
  from: number,
  slackBytes: number,
): Generator<readonly [from: number, to: number], void, undefined> {
  // Without ranges, every request begins at the first byte.
  let more = ranged ? slackBytes : size;
  let to = Math.min(size, end + more);
  for (let start = from; start < size; start = to, to = Math.min(size, start + more)) {
    yield [start, to];
    more *= 4;
  }
}
