import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { LithopsConfig } from '@lithops/core';
import type { PluginContext, StorageBackend, StoragePlugin } from '@lithops/core/spec';
import { openStorage, pluginContext } from '@lithops/core/testing';
import { Patience } from '../patience.js';
import { pagesOf } from './asking.js';
import type { StorageSuiteOptions } from './index.js';

/** How many objects are written at once where many are needed. */
const PARALLEL = 50;

/** The store that a suite runs on, with what its tests do over and over. */
export class SuiteStore {
  readonly bucket: string;
  readonly otherBucket: string;
  readonly keyForm: 'paths' | 'any';
  readonly config: LithopsConfig | undefined;
  readonly patience: Patience;
  readonly #options: StorageSuiteOptions;
  readonly #context: PluginContext = pluginContext();
  #plugin: StoragePlugin | undefined;
  #backend: StorageBackend | undefined;
  #other: StorageBackend | undefined;

  constructor(options: StorageSuiteOptions) {
    this.#options = options;
    this.bucket = options.bucket ?? `lithops-suite-${randomBytes(5).toString('hex')}`;
    this.otherBucket = `${this.bucket}-other`;
    this.keyForm = options.keys ?? 'any';
    this.config = options.config;
    this.patience = new Patience(options.patienceMs);
  }

  get plugin(): StoragePlugin {
    if (this.#plugin === undefined) throw new Error('Expected `create` to have given a plug-in.');
    return this.#plugin;
  }

  get backend(): StorageBackend {
    if (this.#backend === undefined) throw new Error('Expected the store of the suite to be open.');
    return this.#backend;
  }

  /** Another one of the same plug-in, as another program has it. Whoever opens it closes it. */
  async openAnother(): Promise<StorageBackend> {
    return await openStorage(this.plugin, { config: this.config, context: this.#context });
  }

  /** A second one that stays open as long as the suite's own. */
  async other(): Promise<StorageBackend> {
    this.#other ??= await this.openAnother();
    return this.#other;
  }

  async open(): Promise<void> {
    this.#plugin = await this.#options.create();
    this.#backend = await this.openAnother();
    await this.backend.createBucket(this.bucket);
    await this.backend.createBucket(this.otherBucket);
  }

  /** Also what was only half opened. */
  async close(): Promise<void> {
    try {
      if (this.#backend !== undefined) await this.#empty(this.#backend);
    } finally {
      await this.#backend?.close();
      await this.#other?.close();
      await this.#options.teardown?.();
      await rm(this.#context.cacheDirectory, { recursive: true, force: true });
    }
  }

  put(key: string, text = key): Promise<void> {
    return this.backend.put(this.bucket, key, Buffer.from(text));
  }

  /** Writes objects whose content is their key. */
  async putAll(keys: readonly string[]): Promise<void> {
    for (let i = 0; i < keys.length; i += PARALLEL)
      await Promise.all(keys.slice(i, i + PARALLEL).map((key) => this.put(key)));
  }

  async read(key: string): Promise<string> {
    return Buffer.from(await this.backend.get(this.bucket, key)).toString();
  }

  async keys(prefix: string, startAfter?: string): Promise<string[]> {
    const pages = await pagesOf(this.backend.list(this.bucket, prefix, { startAfter }));
    return pages.flat().map(({ key }) => key);
  }

  async #empty(backend: StorageBackend): Promise<void> {
    for (const bucket of [this.bucket, this.otherBucket]) {
      if (!(await backend.bucketExists(bucket))) continue;
      const pages = await pagesOf(backend.list(bucket, ''));
      for (const page of pages)
        await backend.deleteMany(
          bucket,
          page.map(({ key }) => key),
        );
    }
  }
}
