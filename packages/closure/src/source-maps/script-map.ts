import { SourceMap, type SourceMapPayload } from 'node:module';
import { isSyntaxError } from '../modules/error-kind.js';

/** A place in a source as its map names it: line and column begin at 1. */
export interface MappedPlace {
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The map of one script (ECMA-426, "Source map format"): by Node.js' own decoder, with the names of sources resolved, which
 * that leaves as they are written.
 */
export class ScriptMap {
  readonly #map: SourceMap;
  readonly #sourceRoot: string;
  readonly #base: string | undefined;

  private constructor(payload: SourceMapPayload, base: string | undefined) {
    this.#map = new SourceMap(payload);
    this.#sourceRoot = payload.sourceRoot ?? '';
    this.#base = base;
  }

  /** @returns undefined when the text is no source map: frames then keep the script's own place. */
  static parse(text: string, base: string | undefined): ScriptMap | undefined {
    try {
      // Servers may put these characters before a map, so that no page can run it as a script (ECMA-426).
      const payload: unknown = JSON.parse(text.replace(/^\)\]\}'[^\n]*\n?/, ''));
      return isPayload(payload) ? new ScriptMap(payload, base) : undefined;
    } catch (error) {
      if (isSyntaxError(error)) return undefined;
      throw error;
    }
  }

  /** @returns undefined when the map says nothing of this place. */
  find(line: number, column: number): MappedPlace | undefined {
    const found = this.#map.findEntry(line - 1, column - 1);
    // The nearest entry before the place may stand on an earlier line: it is not about this one.
    if (!('originalSource' in found) || found.originalSource === undefined) return undefined;
    if (found.generatedLine !== line - 1) return undefined;
    return {
      source: this.#resolve(found.originalSource),
      line: found.originalLine + 1,
      column: found.originalColumn + 1,
    };
  }

  #resolve(source: string): string {
    const root =
      this.#sourceRoot === '' || this.#sourceRoot.endsWith('/') ? this.#sourceRoot : `${this.#sourceRoot}/`;
    if (this.#base === undefined) return root + source;
    return URL.canParse(root + source, this.#base) ? new URL(root + source, this.#base).href : source;
  }
}

function isPayload(value: unknown): value is SourceMapPayload {
  if (typeof value !== 'object' || value === null) return false;
  if ('sections' in value) return Array.isArray(value.sections);
  return (
    'mappings' in value &&
    typeof value.mappings === 'string' &&
    'sources' in value &&
    Array.isArray(value.sources)
  );
}
