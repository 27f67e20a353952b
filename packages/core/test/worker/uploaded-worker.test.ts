import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { CloudObject, FunctionExecutor, LithopsError } from '@lithops/core';
import { defineSection, defineStoragePlugin, type StoragePlugin } from '@lithops/core/spec';
import { describe, expect, it, onTestFinished } from 'vitest';
import { storeModule, uploadingBackend } from '../support/uploading-backend.js';

/** A store that tells what it was made from when an object of it is read. */
const workerHalf = `
export const told = {
  kind: 'storage', name: 'told', specVersion: 1, sections: {}, worker: new URL(import.meta.url),
  create: ({ told }) => ({
    specVersion: 1,
    name: 'told',
    bucketExists: async () => true,
    get: async () => new TextEncoder().encode(JSON.stringify({ ...told, left: Object.keys(process.env) })),
  }),
};
`;

async function told(): Promise<StoragePlugin> {
  const half = await storeModule(workerHalf);
  onTestFinished(() => half.close());
  return defineStoragePlugin({
    name: 'told',
    section: defineSection({
      place: { type: 'string', required: true, doc: 'Where it is' },
      login: { type: 'string', required: true, credential: true, doc: 'Who opens it' },
      password: { type: 'string', required: true, secret: true, doc: 'Secret' },
    }),
    worker: half.url,
    create: () => {
      throw new Error('Only workers open it in these tests.');
    },
  })({ place: 'here', login: 'me', password: 's3cr3t' });
}

async function uploading(storage?: StoragePlugin) {
  const backend = await uploadingBackend();
  const exec = new FunctionExecutor({
    backend: backend.plugin,
    ...(storage && { storage, config: { lithops: { storage_bucket: 'any' } } }),
  });
  onTestFinished(async () => {
    await exec.close();
    await backend.close();
  });
  return { exec, bundle: backend.bundle };
}

describe('a worker that was uploaded', () => {
  it('runs calls with Node.js and nothing else', async () => {
    const { exec } = await uploading();
    expect(await exec.map((n: number) => n * n, [1, 2, 3])).toEqual([1, 4, 9]);
  });

  it('has its own copy of core for functions that use it, whose classes are those of items and errors', async () => {
    const { exec } = await uploading();
    const ask = (object: CloudObject) => {
      if (object.key === 'bad') throw new LithopsError({ code: 'LITHOPS_CONFIG', message: 'said so' });
      return [object instanceof CloudObject, new CloudObject('b', 'c')];
    };
    const [isOne, made] = await exec.callAsync(ask, new CloudObject('b', 'a'));
    expect(isOne).toBe(true);
    expect(made).toBeInstanceOf(CloudObject);
    const failed = exec.callAsync(ask, new CloudObject('b', 'bad'));
    await expect(failed).rejects.toThrow('said so');
  });

  it('takes apart functions that are results, which needs what is loaded later', async () => {
    const { exec } = await uploading();
    const chained = exec.callAsync((n: number, ctx) => ctx.callAsync((m: number) => m + n, 20), 1);
    expect(await chained).toBe(21);
  });

  it('opens the store by its worker half, with credentials that neither payload nor functions see', async () => {
    const { exec } = await uploading(await told());
    const text = await exec.callAsync(async (key: string, ctx) => {
      return Buffer.from(await ctx.storage.getObject(ctx.storage.bucket, key)).toString();
    }, 'a');
    const { left, ...sections } = JSON.parse(text);
    expect(sections).toMatchObject({ place: 'here', login: 'me', password: 's3cr3t' });
    expect(left).not.toContain('LITHOPS_STORE_CREDENTIALS');
  });
});

describe('the bundle of a worker', () => {
  it('is at most 100 kB zipped where a call needs neither the store nor core itself', async () => {
    const { exec, bundle } = await uploading(await told());
    await exec.callAsync((n: number) => n, 1);
    const { directory, entry } = bundle();
    const first = await readFile(path.join(directory, entry));
    expect(gzipSync(first, { level: 9 }).byteLength).toBeLessThanOrEqual(100_000);
    expect((await readdir(directory)).sort()).toEqual(['core.js', 'index.js', 'rare.js', 'storage.js']);
  });

  it('loads the other files only when something in them is used', async () => {
    const { exec } = await uploading(await told());
    const files = await exec.callAsync((_: number) => {
      const { _cache } = process.getBuiltinModule('node:module').Module as unknown as { _cache: object };
      return Object.keys(_cache);
    }, 1);
    expect(files.map((file) => path.basename(file))).toEqual(['index.js']);
  });

  it('has a file of its own for what the entry of the backend imports with import()', async () => {
    const { exec } = await uploading();
    const told = exec.callAsync(async (_: number) => {
      const { loadRare } = globalThis as unknown as { loadRare: () => Promise<{ told: string }> };
      return (await loadRare()).told;
    }, 1);
    expect(await told).toBe('rarely needed');
  });

  it('is the same for the same code, and another for another store', async () => {
    const one = await uploading();
    const two = await uploading();
    const other = await uploading(await told());
    for (const { exec } of [one, two, other]) await exec.callAsync((n: number) => n, 1);
    expect(Buffer.compare(await one.bundle().zip(), await two.bundle().zip())).toBe(0);
    expect(one.bundle().hash).toBe(two.bundle().hash);
    expect(other.bundle().hash).not.toBe(one.bundle().hash);
  });
});
