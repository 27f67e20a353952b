import { CodeSpace, capture } from '@lithops/closure';
import { describe, expect, it } from 'vitest';
import { readerOf } from '../job/input.js';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import { InputStore } from './input-store.js';
import { JobStore } from './job-store.js';
import { JobKeys } from './manifest.js';
import { StoringReader } from './storing-reader.js';
import { UserSecret } from './user-secret.js';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

async function newInput(): Promise<InputStore> {
  const backend = new MemoryStorage();
  await backend.createBucket('bucket');
  const keys = new JobKeys(new UserSecret(Buffer.alloc(32, 1)), { executorId: 'e', jobId: 'M0000' });
  const code = CodeSpace.of(capture((x: unknown) => x));
  return new InputStore(new JobStore(backend, 'bucket', keys), 'seal', code, silent);
}

function readerOver(source: Iterable<unknown>, input: InputStore) {
  const failed: unknown[] = [];
  const reader = new StoringReader(readerOf(source), () => ({
    input,
    earlier: undefined,
    failed: (error) => failed.push(error),
    conflict: () => new Error('conflict'),
    cannotStore: (cause) => new Error('cannot store', { cause }),
    restore: async () => undefined,
  }));
  return { reader, failed };
}

async function readAll(reader: StoringReader, max = 100): Promise<unknown[]> {
  const items: unknown[] = [];
  for (;;) {
    const { entries, done } = await reader.read(max);
    for (const entry of entries) items.push('encoded' in entry ? entry.source?.item : entry);
    if (done) return items;
  }
}

async function storedItems(input: InputStore): Promise<unknown[]> {
  const items: unknown[] = [];
  for (const number of await input.numbers())
    for (const entry of await input.entries(number))
      items.push('encoded' in entry ? entry.source?.item : entry);
  return items;
}

describe('a reader that stores', () => {
  it('gives what was put in, in order, and all of it is stored', async () => {
    const input = await newInput();
    const items = Array.from({ length: 2000 }, (_, n) => `item ${n}`);
    const { reader } = readerOver(items, input);
    expect(await readAll(reader)).toEqual(items);
    expect(await storedItems(input)).toEqual(items);
  });

  it('has stored each item before it gives it out', async () => {
    const input = await newInput();
    const { reader } = readerOver(new Set(['a', 'b', 'c']), input);
    const { entries } = await reader.read(1);
    const stored = await storedItems(input);
    expect(stored.slice(0, entries.length)).toEqual(['a']);
  });

  it('stores an array to its end though nothing of it is taken any more', async () => {
    const input = await newInput();
    const items = Array.from({ length: 3000 }, (_, n) => n);
    const { reader } = readerOver(items, input);
    await reader.read(1);
    reader.stop();
    await reader.flush();
    expect(await storedItems(input)).toEqual(items);
  });

  it('reads a generator no further than about a thousand items ahead', async () => {
    const input = await newInput();
    let read = 0;
    function* forever() {
      for (;;) yield read++;
    }
    const { reader } = readerOver(forever(), input);
    await reader.read(1);
    // Writes of this store end within some turns: it has stopped when none follows.
    for (let turn = 0; turn < 2000; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(read).toBeGreaterThan(500);
    expect(read).toBeLessThan(2000);
    reader.stop();
    await reader.flush();
  });

  it('keeps huge items out of memory until their turn, and segments small', async () => {
    const input = await newInput();
    const items = Array.from({ length: 30 }, (_, n) => new Uint8Array(700_000).fill(n));
    const { reader } = readerOver(items, input);
    await reader.read(1);
    await reader.flush();
    expect((await input.numbers()).length).toBeGreaterThanOrEqual(15);
    const rest = (await readAll(reader, 3)) as Uint8Array[];
    expect(rest.map((item) => item[0])).toEqual(Array.from({ length: 29 }, (_, n) => n + 1));
  });
});
