import path from 'node:path';

/**
 * A name in a bucket's folder: an object, the content type and metadata of the object of that name, the folder of the keys
 * below a segment, or one that carries on a long segment.
 */
export interface EntryName {
  readonly type: 'object' | 'metadata' | 'segment' | 'continued';
  readonly text: string;
}

const segmentMark = '+';
const continuedMark = '~';
const metadataMark = '=';
const emptySegment = '%';

/** File names end at 255 bytes. 240, one more character of at most 12, and a mark stay below. */
const maxNameLength = 240;

/** Where names differ in case only by luck of the file system, capitals are escaped as well. */
const plainCharacter = process.platform === 'linux' ? /[A-Za-z0-9._-]/ : /[a-z0-9._-]/;
const entryName = new RegExp(`^((?:${plainCharacter.source}|%[0-9a-f]{2})+|%)([+~=]?)$`);

/**
 * Path of a key's object below its bucket's folder. Every segment but the last becomes a folder `name+`, so that `a/b` and
 * `a/b/c` are both objects; a long segment is cut into folders `part~`.
 */
export function objectPath(key: string): string {
  const segments = key.split('/');
  const name = segments.pop() ?? '';
  const parts = segmentParts(name);
  return path.join(...folderNames(segments), ...continuedNames(parts), parts.last);
}

/** Path of the metadata that belong to the object at {@link objectPath}. */
export function metadataPath(key: string): string {
  return `${objectPath(key)}${metadataMark}`;
}

/** Names of the folders, from the bucket down, that hold the keys below `segments`. */
export function folderNames(segments: readonly string[]): readonly string[] {
  return segments.flatMap((segment) => {
    const parts = segmentParts(segment);
    return [...continuedNames(parts), `${parts.last}${segmentMark}`];
  });
}

/** What a name in a bucket's folder stands for; `undefined`: nothing that is made here has such a name. */
export function parseEntryName(name: string): EntryName | undefined {
  const [, encoded, mark] = entryName.exec(name) ?? [];
  const text = encoded === undefined ? undefined : decode(encoded);
  if (text === undefined) return undefined;
  switch (mark) {
    case segmentMark:
      return { type: 'segment', text };
    case continuedMark:
      return { type: 'continued', text };
    case metadataMark:
      return { type: 'metadata', text };
    default:
      return { type: 'object', text };
  }
}

interface SegmentParts {
  readonly heads: readonly string[];
  readonly last: string;
}

function continuedNames(parts: SegmentParts): readonly string[] {
  return parts.heads.map((head) => `${head}${continuedMark}`);
}

/** Cuts at fixed lengths: segments with the same first part always share its folder, so that a listing stays in order. */
function segmentParts(segment: string): SegmentParts {
  const heads: string[] = [];
  let part = '';
  for (const character of segment) {
    part += encode(character);
    if (part.length < maxNameLength) continue;
    heads.push(part);
    part = '';
  }
  return { heads, last: lastPart(part) };
}

/** What is left of a segment can be nothing, or dots that a file system would follow. */
function lastPart(part: string): string {
  if (part === '') return emptySegment;
  return part === '.' || part === '..' ? part.replaceAll('.', '%2e') : part;
}

function encode(character: string): string {
  if (plainCharacter.test(character)) return character;
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function decode(name: string): string | undefined {
  if (name === emptySegment) return '';
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined; // bytes that are no UTF-8 were not written here
  }
}
