import { obj, Storage } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { inOwnFolder } from '../support/buckets.js';

inOwnFolder();

describe('a source of objects, read by the program', () => {
  it('gives one whole object after the other, from the configured storage', async () => {
    await using storage = new Storage({ storage: 'localhost' });
    await storage.createBucket('read-here');
    await storage.putObject('read-here', 'b', 'two\nlines\n');
    await storage.putObject('read-here', 'a', 'one');
    const source = obj('read-here/*');
    const read: unknown[] = [];
    for await (const part of source) read.push([part.key, part.totalParts, await part.text()]);
    expect(read).toEqual([
      ['a', 1, 'one'],
      ['b', 1, 'two\nlines\n'],
    ]);
    for await (const part of source) {
      expect(part.key).toBe('a');
      break;
    }
  });

  it('refuses what is no name at once, and where it stands', () => {
    const bad: never = { key: 'a' } as never;
    expect(() => obj(['read-here/a', bad])).toThrow(
      expect.objectContaining({
        code: 'LITHOPS_INVALID_ARGUMENT',
        message: expect.stringContaining('names[1]'),
      }),
    );
  });

  it('rejects with the error of the store for what is not there', async () => {
    await using storage = new Storage({ storage: 'localhost' });
    await storage.createBucket('read-here');
    const missing = obj('read-here/none');
    await expect(missing[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'LITHOPS_NO_SUCH_KEY',
    });
  });
});
