import { describe, expect, it } from 'vitest';
import { all, allParts, obj, readersOver, storeWith } from '../../test/support/objects.js';
import { objOver } from './obj.js';
import type { ObjectName } from './object-name.js';
import { isObjectSource } from './object-source.js';

describe('obj', () => {
  it('refuses at once what is no name, and says where it stands', () => {
    expect(() => obj('photos')).toThrow(/Expected the name to be an object's name.*"bucket\/".*got 'photos'/);
    expect(() => obj(['a/b', 'photos'])).toThrow('names[1]');
    expect(() => obj([{ name: 'photos', data: 1 }])).toThrow('names[0].name');
    // @ts-expect-error names are no numbers
    expect(() => obj(5)).toThrow('Expected the objects to be a name or a list of names, got 5');
    // @ts-expect-error nor are these
    expect(() => obj([{ data: 1 }])).toThrow("names[0] to be an object's name");
  });

  it('refuses what a list that is read later has, in its turn', async () => {
    const readers = readersOver(await storeWith({ a: '1' }));
    const source = obj(new Set(['data/a', 'nowhere']));
    await expect(allParts(source, {}, readers)).rejects.toThrow('names[1]');
  });

  it('takes one name, a list, or a list that comes by and by', async () => {
    const readers = readersOver(await storeWith({ a: '1', b: '22' }));
    async function* later(): AsyncGenerator<ObjectName> {
      yield 'data/b';
      yield { bucket: 'data', key: 'a' };
    }
    const sizes = async (source: ReturnType<typeof obj>) =>
      (await allParts(source, {}, readers)).map(({ size }) => size);
    expect(await sizes(obj('data/a'))).toEqual([1]);
    expect(await sizes(obj({ bucket: 'data', key: 'b' }))).toEqual([2]);
    expect(await sizes(obj(['data/a', new URL('memory://data/b')]))).toEqual([1, 2]);
    expect(await sizes(obj(later()))).toEqual([2, 1]);
  });

  it('gives parts the data of their name', async () => {
    const readers = readersOver(await storeWith({ 'x/a': '1', 'x/b': '2', c: '3' }));
    const source = obj([
      { name: 'data/x/', data: 'of x' },
      { name: 'data/c', data: 'of c' },
    ]);
    expect((await allParts(source, {}, readers)).map(({ data }) => data)).toEqual(['of x', 'of x', 'of c']);
  });

  it('is known to be objects, and nothing else is', () => {
    expect(isObjectSource(obj('data/a'))).toBe(true);
    expect([isObjectSource([]), isObjectSource(null), isObjectSource({ objects: true })]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('can be read here, and closes the storage after the loop', async () => {
    const readers = readersOver(await storeWith({ a: 'one\ntwo\n', b: 'three' }));
    let closed = 0;
    const here = objOver(() => ({ readers, close: async () => void closed++ }));
    const source = here(['data/a', 'data/b']);
    const lines: string[] = [];
    for await (const part of source) lines.push(`${part.key}: ${(await all(part.lines())).join(' ')}`);
    expect(lines).toEqual(['a: one two', 'b: three']);
    expect(closed).toBe(1);
    for await (const { key } of source) {
      expect(key).toBe('a');
      break;
    }
    expect(closed).toBe(2);
  });
});
