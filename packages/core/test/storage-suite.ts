import type { StorageBackend } from '../src/spec/index.js';
import { listingTests, pageTests } from './storage-suite-listing.js';
import { bucketTests, keyTests, missingTests } from './storage-suite-names.js';
import { objectTests, rangeTests, streamTests } from './storage-suite-objects.js';
import { contentionTests, firstWriterTests } from './storage-suite-races.js';
import { SuiteStore } from './storage-suite-store.js';

/** The functions of a test runner that the suite needs; vitest, Jest and node:test have them. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void> | void): void;
  beforeAll(body: () => Promise<void>): void;
  afterAll(body: () => Promise<void>): void;
}

export interface StorageSuiteOptions {
  create(): StorageBackend | Promise<StorageBackend>;
  /** A bucket that the suite may create, fill and empty. */
  readonly bucket: string;
}

const groups = [
  objectTests,
  streamTests,
  rangeTests,
  missingTests,
  bucketTests,
  keyTests,
  listingTests,
  pageTests,
  firstWriterTests,
  contentionTests,
];

/** What every `StorageBackend` must do, as tests of the caller's own runner. */
export function storageBackendSuite(runner: TestRunner, options: StorageSuiteOptions): void {
  const store = new SuiteStore(options.bucket);
  runner.beforeAll(async () => store.open(await options.create()));
  runner.afterAll(() => store.close());
  for (const group of groups) group(runner, store);
}
