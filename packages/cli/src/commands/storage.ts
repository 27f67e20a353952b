import { isLithopsError, LithopsError, type Storage } from '@lithops/core';
import type { Command } from 'commander';
import { type CommonOptions, withCommonOptions } from '../common-options.js';
import type { CommandStreams } from '../streams.js';
import { withStorage } from '../with-storage.js';
import { type DeleteOptions, deleteKeys, deletePrefix, emptyBucket } from './storage-delete.js';
import { getObject } from './storage-get.js';
import { listObjects } from './storage-list.js';
import { putObject } from './storage-put.js';

/** `lithops storage put|get|list|delete|empty|create`. Where no bucket is named, it is the configured one. */
export function addStorageCommand(lithops: Command, streams: CommandStreams): void {
  const storage = lithops
    .command('storage')
    .helpCommand(false)
    .description('put, get, list and delete objects of the configured storage');
  addPut(storage, streams);
  addGet(storage, streams);
  addList(storage, streams);
  addDelete(storage, streams);
  addEmpty(storage, streams);
  addCreate(storage, streams);
}

function addPut(storage: Command, streams: CommandStreams): void {
  withCommonOptions(storage.command('put'))
    .description('store a file, or with - what comes on stdin')
    .argument('<file>', 'the file, or -')
    .argument('[bucket]', 'the configured one, unless named')
    .option('-k, --key <key>', "the object's key; the name of the file, unless given")
    .action((file: string, bucket: string | undefined, options) =>
      withStorage(options, async (store) => putObject(store, file, bucket ?? store.bucket, options, streams)),
    );
}

function addGet(storage: Command, streams: CommandStreams): void {
  withCommonOptions(storage.command('get'))
    .description('write an object to stdout or to a file')
    .usage('[options] [bucket] <key>')
    .argument('<key...>', 'the key; with two words, the first is the bucket')
    .option('-o, --output <file>', 'the file to write, instead of stdout')
    .action((words: readonly string[], options) =>
      withStorage(options, (store) =>
        withKeys(store, words, async (bucket, [key, ...more]) => {
          if (key === undefined || more.length > 0) throw tooManyKeys(words);
          await getObject(store, bucket, key, options, streams);
        }),
      ),
    );
}

function addList(storage: Command, streams: CommandStreams): void {
  withCommonOptions(storage.command('list'))
    .description('list the objects of a bucket')
    .argument('[bucket]', 'the configured one, unless named')
    .option('-p, --prefix <prefix>', 'only those whose key begins so')
    .option('--json', 'print them as JSON')
    .action((bucket: string | undefined, options) =>
      withStorage(options, async (store) => listObjects(store, bucket ?? store.bucket, options, streams)),
    );
}

function addDelete(storage: Command, streams: CommandStreams): void {
  withCommonOptions(storage.command('delete'))
    .description('delete objects by key, or all whose key begins with a prefix')
    .usage('[options] [bucket] <key...>\n       lithops storage delete [options] [bucket] --prefix <prefix>')
    .argument('[key...]', 'one word is a key; with more, the first is the bucket')
    .option('-p, --prefix <prefix>', 'all whose key begins so, instead of keys')
    .action((words: readonly string[], options: DeleteOptions) =>
      withStorage(options, async (store) => {
        if (options.prefix !== undefined) {
          if (words.length > 1) throw prefixAndKeys();
          await deletePrefix(store, words[0] ?? store.bucket, options.prefix, streams);
          return;
        }
        await withKeys(store, words, (bucket, keys) => deleteKeys(store, bucket, keys, streams));
      }),
    );
}

function addEmpty(storage: Command, streams: CommandStreams): void {
  withCommonOptions(storage.command('empty'))
    .description('delete all objects of a bucket; asks first')
    .argument('[bucket]', 'the configured one, unless named')
    .option('-y, --yes', 'do not ask')
    .action((bucket: string | undefined, options) =>
      withStorage(options, async (store) => emptyBucket(store, bucket ?? store.bucket, options, streams)),
    );
}

function addCreate(storage: Command, streams: CommandStreams): void {
  withCommonOptions(storage.command('create'))
    .description('make a bucket, unless it is there already')
    .argument('[bucket]', 'the configured one, unless named')
    .action((named: string | undefined, options: CommonOptions) =>
      withStorage(options, async (store) => {
        const bucket = named ?? store.bucket;
        await store.createBucket(bucket);
        streams.stdout.write(`Bucket "${bucket}" is there.\n`);
      }),
    );
}

/** One word is a key in the configured bucket; with more, the first is the bucket. */
async function withKeys(
  store: Storage,
  words: readonly string[],
  use: (bucket: string, keys: readonly string[]) => Promise<void>,
): Promise<void> {
  const [first, ...rest] = words;
  if (first === undefined) throw noKeys();
  if (rest.length === 0) return await use(store.bucket, [first]);
  try {
    await use(first, rest);
  } catch (error) {
    throw isLithopsError(error, 'LITHOPS_NO_SUCH_BUCKET') ? noBucketFirst(first, error) : error;
  }
}

/** Who names keys only does not look for a bucket that is missing. */
function noBucketFirst(word: string, cause: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_NO_SUCH_BUCKET',
    message: `There is no bucket "${word}": of several words, the first is the bucket. Put its name there, or \`lithops storage create ${word}\`.`,
    cause,
  });
}

function noKeys(): LithopsError {
  return invalid('Expected keys or --prefix, got neither: `lithops storage list` prints the keys there are.');
}

function tooManyKeys(words: readonly string[]): LithopsError {
  return invalid(
    `Expected a key, or a bucket and a key, got ${words.length} words: quote a key that has spaces.`,
  );
}

function prefixAndKeys(): LithopsError {
  return invalid('Expected keys or --prefix, got both: leave one of them out.');
}

function invalid(message: string): LithopsError {
  return new LithopsError({ code: 'LITHOPS_INVALID_ARGUMENT', message });
}
