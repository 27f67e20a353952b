import type { Capsule } from '../capture/capsule.js';
import { fileOfUrl } from '../capture/script-origin.js';
import { scriptOf } from '../capture/scripts.js';
import { applyEdits, generateScript } from '../load/generate-script.js';
import { openCapsule } from '../load/payload.js';
import { SourceMapper } from '../source-maps/index.js';
import type { Edit, SlotRecord } from './records.js';

/** A place in a text; both count from 0. */
interface Place {
  readonly line: number;
  readonly column: number;
}

interface PlacedSlot {
  readonly record: SlotRecord;
  readonly place: Place;
  readonly index: number;
}

const frame = /lithops-(capsule|bundle):([0-9a-f]{64}):(\d+):(\d+)/g;

/** Shows the frames of loaded functions as the places in the user's own files that they were captured from. */
export class StackFrames {
  readonly #capsules = new Map<string, Capsule>();
  readonly #slots = new Map<string, readonly PlacedSlot[]>();
  readonly #mapper = new SourceMapper({ sourceOf: (url) => this.#sources.get(url) });
  readonly #sources = new Map<string, string>();

  add(capsule: Capsule): void {
    this.#capsules.set(capsule.hash, capsule);
    const { bundle } = capsule;
    if (bundle?.map !== undefined) this.#mapper.add(`lithops-bundle:${bundle.hash}`, bundle.map);
  }

  map(stack: string): string {
    return stack.replace(frame, (shown: string, kind: string, hash: string, line: string, column: string) => {
      if (kind === 'bundle')
        return this.#mapped(`lithops-bundle:${hash}`, Number(line), Number(column)) ?? shown;
      return this.#inCapsule(hash, { line: Number(line) - 1, column: Number(column) - 1 }) ?? shown;
    });
  }

  #inCapsule(hash: string, place: Place): string | undefined {
    const capsule = this.#capsules.get(hash);
    // Slots stand in the order of the script, each from its own line on.
    const slot = this.#slotsOf(capsule).findLast((candidate) => !isBefore(place, candidate.place));
    const location = slot && capsule?.locations[slot.index];
    if (slot === undefined || location === undefined) return undefined;
    const { text, edits } = slot.record;
    const within = {
      line: place.line - slot.place.line,
      column: place.line === slot.place.line ? place.column - slot.place.column : place.column,
    };
    const { source, url } = scriptOf(location.scriptId);
    const start = startOf(text, source, offsetOf(source, location));
    if (start === undefined) return undefined;
    const found = placeOf(source, start + originalOffset(offsetOf(applyEdits(text, edits), within), edits));
    this.#sources.set(url, source);
    const mapped = this.#mapped(url, found.line + 1, found.column + 1);
    return mapped ?? `${fileOfUrl(url) ?? url}:${found.line + 1}:${found.column + 1}`;
  }

  #slotsOf(capsule: Capsule | undefined): readonly PlacedSlot[] {
    if (capsule === undefined) return [];
    const known = this.#slots.get(capsule.hash);
    if (known !== undefined) return known;
    const { scopes, slots } = openCapsule(capsule);
    const { places } = generateScript(scopes, slots);
    const placed = slots
      .flatMap((record, index) => {
        const place = places[index];
        return place === undefined ? [] : [{ record, place, index }];
      })
      .sort((a, b) => (isBefore(a.place, b.place) ? -1 : 1));
    this.#slots.set(capsule.hash, placed);
    return placed;
  }

  #mapped(url: string, line: number, column: number): string | undefined {
    const position = this.#mapper.map(url, line, column);
    return position && `${position.file}:${position.line}:${position.column}`;
  }
}

function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

/** The occurrence of a function's text that V8's place for it lies in. */
function startOf(text: string, source: string, inside: number): number | undefined {
  for (let at = source.indexOf(text); at >= 0; at = source.indexOf(text, at + 1)) {
    if (at <= inside && inside < at + text.length) return at;
  }
  return undefined;
}

function originalOffset(offset: number, edits: readonly Edit[]): number {
  let shift = 0;
  for (const [start, end, replacement] of edits) {
    if (offset < start + shift) break;
    if (offset < start + shift + replacement.length) return start;
    shift += replacement.length - (end - start);
  }
  return offset - shift;
}

function offsetOf(text: string, { line, column }: Place): number {
  let start = 0;
  for (let passed = 0; passed < line; passed += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return start + column;
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length - 1, column: offset - lastBreak - 1 };
}
