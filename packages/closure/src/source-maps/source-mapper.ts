import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hasField } from '../modules/error-kind.js';
import { ScriptMap } from './script-map.js';

/** A place in a source file as stack frames write it: line and column begin at 1. */
export interface SourcePosition {
  /** Absolute path; what is no file stays as the map names it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface SourceMapperOptions {
  /**
   * Text of a running script, for scripts that are not what lies on disk (tsx, vitest and Jest compile in memory).
   * Default: the file.
   */
  readonly sourceOf?: ((url: string) => string | undefined) | undefined;
}

/**
 * Finds the user's own place for a place in a running script, by the source map that the script carries or links to.
 * Reads a script's map once, when its first frame is asked for.
 */
export class SourceMapper {
  readonly #sourceOf: (url: string) => string | undefined;
  readonly #maps = new Map<string, ScriptMap | undefined>();

  constructor(options: SourceMapperOptions = {}) {
    this.#sourceOf = (url) => options.sourceOf?.(url) ?? readScript(url);
  }

  /** Gives a map that the script itself does not name, such as that of a bundle. */
  add(url: string, map: string): void {
    this.#maps.set(url, ScriptMap.parse(map, mapBase(url)));
  }

  /**
   * @param url of the script: a `file:` URL, an absolute path, or a name given to `add`
   * @param line from 1
   * @param column from 1
   * @returns undefined when the script has no map or the map says nothing of this place: the place is the user's own
   */
  map(url: string, line: number, column: number): SourcePosition | undefined {
    const place = this.#mapOf(url)?.find(line, column);
    return place && { file: asPath(place.source), line: place.line, column: place.column };
  }

  #mapOf(url: string): ScriptMap | undefined {
    if (!this.#maps.has(url)) this.#maps.set(url, findMap(url, this.#sourceOf(url)));
    return this.#maps.get(url);
  }
}

function findMap(url: string, source: string | undefined): ScriptMap | undefined {
  const link = source === undefined ? undefined : sourceMapUrl(source);
  if (link === undefined) return undefined;
  const inline = /^data:[^,]*?(;base64)?,(.*)$/s.exec(link);
  if (inline) {
    const [, base64, data = ''] = inline;
    return ScriptMap.parse(
      base64 ? Buffer.from(data, 'base64').toString() : decodeURIComponent(data),
      mapBase(url),
    );
  }
  const path = asPath(url);
  const mapFile = link.startsWith('file:')
    ? fileURLToPath(link)
    : resolve(dirname(path), decodeURIComponent(link));
  const text = readText(mapFile);
  return text === undefined ? undefined : ScriptMap.parse(text, pathToFileURL(mapFile).href);
}

/** The last one counts: a bundle may have the comments of its parts inside. */
function sourceMapUrl(source: string): string | undefined {
  return [...source.matchAll(/^[ \t]*(?:\/\/|\/\*)[#@] sourceMappingURL=([^\s'"*]+)/gm)].at(-1)?.[1];
}

function mapBase(url: string): string | undefined {
  if (url.startsWith('file:')) return url;
  return url.startsWith('/') || /^[a-z]:[\\/]/i.test(url) ? pathToFileURL(url).href : undefined;
}

function asPath(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url) : url;
}

function readScript(url: string): string | undefined {
  return mapBase(url) === undefined ? undefined : readText(asPath(url));
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // The program may have been moved or deleted since it was started.
    if (hasField(error, 'code') && typeof error.code === 'string') return undefined;
    throw error;
  }
}
