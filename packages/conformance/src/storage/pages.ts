import assert from 'node:assert/strict';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { pagesOf } from './asking.js';
import { numberedKeys } from './many.js';
import type { SuiteStore } from './suite-store.js';

const PAGE = 1000;

/** How a listing comes. */
export function pageTests(runner: TestRunner, store: SuiteStore): void {
  const keys = numberedKeys('many/', 2 * PAGE + 1);
  let written: Promise<void> | undefined;
  const writeMany = () => {
    written ??= store.putAll(keys);
    return written;
  };

  promises(runner, 'a listing of 2,001 objects', (it) => {
    it('comes in pages of at most 1,000 and misses none', async () => {
      await writeMany();
      const pages = await pagesOf(store.backend.list(store.bucket, 'many/'));
      const largest = Math.max(...pages.map((page) => page.length));
      assert.ok(largest <= PAGE, `Expected pages of at most ${PAGE} objects, got one of ${largest}.`);
      sameKeys(pages.flat(), keys);
    });

    it('ends rightly where a page does', async () => {
      await writeMany();
      const last = keys.slice(-PAGE);
      const startAfter = keys[keys.length - PAGE - 1];
      const pages = await pagesOf(store.backend.list(store.bucket, 'many/', { startAfter }));
      sameKeys(pages.flat(), last);
    });

    it('has each object that was there before and stays, once, while others come and go', async () => {
      await writeMany();
      const listed: { readonly key: string }[] = [];
      for await (const page of store.backend.list(store.bucket, 'many/')) {
        listed.push(...page);
        const last = page.at(-1)?.key ?? '';
        await store.putAll([`many/0-before-${listed.length}`, `${last}-beside`]);
        await store.backend.delete(store.bucket, `many/0-before-${listed.length}`);
      }
      const came = listed.filter(({ key }) => !/-(before|beside)/.test(key));
      sameKeys(came, keys);
      await store.backend.deleteMany(
        store.bucket,
        (await store.keys('many/')).filter((key) => key.endsWith('-beside')),
      );
    });

    it('can be left early, and read twice at the same time', async () => {
      await writeMany();
      for await (const page of store.backend.list(store.bucket, 'many/')) {
        assert.equal(page[0]?.key, keys[0]);
        break;
      }
      const both = await Promise.all([store.keys('many/'), store.keys('many/', keys[1499])]);
      assert.deepEqual(
        both.map(({ length }) => length),
        [keys.length, keys.length - 1500],
      );
    });

    it('goes on behind what is deleted page by page', async () => {
      await writeMany();
      written = undefined;
      for await (const page of store.backend.list(store.bucket, 'many/')) {
        await store.backend.deleteMany(
          store.bucket,
          page.map(({ key }) => key),
        );
      }
      assert.deepEqual(await store.keys('many/'), [], 'Expected each object to have been in some page.');
    });
  });
}

/** Compares without printing thousands of keys. */
function sameKeys(listed: readonly { readonly key: string }[], expected: readonly string[]): void {
  const got = listed.map(({ key }) => key);
  const listedKeys = new Set(got);
  const missing = expected.filter((key) => !listedKeys.has(key));
  assert.equal(
    missing.length,
    0,
    `Expected ${expected.length} objects, got ${got.length}: without ${missing.slice(0, 3)}…`,
  );
  const wrong = got.findIndex((key, i) => key !== expected[i]);
  assert.equal(wrong, -1, `Expected "${expected[wrong]}" at position ${wrong}, got "${got[wrong]}".`);
}
