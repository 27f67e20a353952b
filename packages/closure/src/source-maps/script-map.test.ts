import { describe, expect, it } from 'vitest';
import { ScriptMap } from './script-map.js';

/** Line 1, column 1 is line 1, column 1 of `a.ts`; nothing is said of line 2. */
const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' };

describe('a source map', () => {
  it('names sources as its root and its own place say', () => {
    const rooted = JSON.stringify({ ...map, sourceRoot: '../src' });
    expect(ScriptMap.parse(rooted, 'file:///p/dist/a.js.map')?.find(1, 1)).toEqual({
      source: 'file:///p/src/a.ts',
      line: 1,
      column: 1,
    });
  });

  it('says nothing of a line that it does not name', () => {
    expect(ScriptMap.parse(JSON.stringify(map), undefined)?.find(2, 1)).toBeUndefined();
  });

  it.each(['no map', '{}', '[]', '{"mappings":1,"sources":[]}'])('is not made of %s', (text) => {
    expect(ScriptMap.parse(text, undefined)).toBeUndefined();
  });
});
