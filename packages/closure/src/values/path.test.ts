import { describe, expect, it } from 'vitest';
import { mapValuePath, propertyPath, renderPath, rootPath, textPath } from './path.js';

describe('a path', () => {
  const item = rootPath('item');

  it.each([
    [propertyPath(propertyPath(item, 'db'), 'socket'), 'item.db.socket'],
    [propertyPath(propertyPath(rootPath('items[3]'), 'x'), 0), 'items[3].x[0]'],
    [propertyPath(item, '12'), 'item[12]'],
    [propertyPath(item, 'größe'), 'item.größe'],
    [propertyPath(item, 'a-b'), 'item["a-b"]'],
    [propertyPath(item, Symbol.iterator), 'item[Symbol(Symbol.iterator)]'],
    [mapValuePath(rootPath('map'), 'k'), 'map.get("k")'],
    [mapValuePath(item, 1n), 'item.get(1n)'],
    [mapValuePath(item, { a: 1 }), 'item.get(<object>)'],
    [textPath(propertyPath(rootPath('resize → cache → db'), 'x'), '.#pool'), 'resize → cache → db.x.#pool'],
  ])('reads %#: %s', (path, text) => {
    expect(renderPath(path)).toBe(text);
  });

  it('cuts a key that is itself a document', () => {
    expect(renderPath(mapValuePath(item, 'x'.repeat(1_000))).length).toBeLessThan(100);
  });
});
