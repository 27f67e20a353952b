import { describe, expect, it } from 'vitest';
import { listing } from './listing.js';

function pagesOf(...pages: readonly (readonly number[])[]) {
  const asked: number[] = [];
  const read = async function* () {
    for (const [i, page] of pages.entries()) {
      asked.push(i);
      yield page;
    }
  };
  return { asked, numbers: listing(read) };
}

describe('a listing', () => {
  it('awaited is an array of all pages', async () => {
    expect(await pagesOf([1, 2], [], [3]).numbers).toEqual([1, 2, 3]);
    expect(await pagesOf().numbers).toEqual([]);
  });

  it('asks for nothing before it is read, and once however often it is awaited', async () => {
    const { asked, numbers } = pagesOf([1], [2]);
    await Promise.resolve();
    expect(asked).toEqual([]);
    expect(
      await Promise.all([numbers, numbers.then((all) => all.length), numbers.finally(() => {})]),
    ).toEqual([[1, 2], 2, [1, 2]]);
    expect(asked).toEqual([0, 1]);
  });

  it('iterated asks for no page before the one in front of it is read', async () => {
    const { asked, numbers } = pagesOf([1, 2], [3], [4]);
    const seen: number[] = [];
    for await (const number of numbers) {
      seen.push(number);
      if (number === 3) break;
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(asked).toEqual([0, 1]);
  });

  it('of more elements than arguments fit a call is whole', async () => {
    const page = Array.from({ length: 300_000 }, (_, i) => i);
    expect((await pagesOf(page).numbers).length).toBe(300_000);
  });

  it('rejects with what failed, on every way of reading it', async () => {
    const broken = () =>
      listing<number>(async function* () {
        yield [1];
        throw new Error('page 2 failed');
      });
    await expect(broken()).rejects.toThrow('page 2 failed');
    expect(await broken().catch((error: unknown) => error)).toMatchObject({ message: 'page 2 failed' });
    const read = async () => {
      for await (const number of broken()) expect(number).toBe(1);
    };
    await expect(read()).rejects.toThrow('page 2 failed');
  });
});
