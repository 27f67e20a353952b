import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { FunctionExecutor } from '@lithops/core';
import { defineSection, defineStoragePlugin, type StoragePlugin } from '@lithops/core/spec';
import { memoryStorage } from '@lithops/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

const section = defineSection({
  place: { type: 'string', required: true, doc: 'Where it is' },
  password: { type: 'string', secret: true, required: true, doc: 'Secret' },
});

/** A store that tells what it was made from when an object of it is read. */
const workerHalf = `
export const told = {
  kind: 'storage', name: 'told', specVersion: 1, sections: {}, worker: new URL(import.meta.url),
  create: ({ told }) => ({
    specVersion: 1,
    name: 'told',
    bucketExists: async () => true,
    get: async () => new TextEncoder().encode(JSON.stringify([told.place, told.password, process.argv.length])),
  }),
};
`;

function plugin(worker: URL) {
  return defineStoragePlugin({
    name: 'told',
    section,
    worker,
    create: () => {
      throw new Error('Only workers open it in these tests.');
    },
  })({ place: 'here', password: 's3cr3t' });
}

async function moduleWith(text: string): Promise<URL> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-worker-half-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'worker-half.mjs');
  await writeFile(file, text);
  return pathToFileURL(file);
}

/** What a call reads of an executor's store. */
function readIn(storage: StoragePlugin): Promise<string> {
  const exec = new FunctionExecutor({ storage, config: { lithops: { storage_bucket: 'any' } } });
  onTestFinished(() => exec.close());
  return exec.callAsync(async (key: string, ctx) => {
    return Buffer.from(await ctx.storage.getObject(ctx.storage.bucket, key)).toString();
  }, 'a');
}

describe('the store of an executor, in a worker process', () => {
  it('is opened by its worker half from the sections of the program, secrets included', async () => {
    expect(JSON.parse(await readIn(plugin(await moduleWith(workerHalf))))).toEqual(['here', 's3cr3t', 3]);
  });

  it('is LITHOPS_PLUGIN_INVALID when its worker half is not there, or is of something else', async () => {
    const invalid = { code: 'LITHOPS_PLUGIN_INVALID' };
    await expect(readIn(plugin(new URL('file:///nowhere.mjs')))).rejects.toMatchObject(invalid);
    const other = await moduleWith(
      workerHalf.replace("name: 'told', specVersion", "name: 'other', specVersion"),
    );
    await expect(readIn(plugin(other))).rejects.toMatchObject(invalid);
  });

  it('is LITHOPS_STORAGE_UNREACHABLE when its objects are in the memory of the program', async () => {
    await expect(readIn(memoryStorage())).rejects.toMatchObject({ code: 'LITHOPS_STORAGE_UNREACHABLE' });
  });
});
