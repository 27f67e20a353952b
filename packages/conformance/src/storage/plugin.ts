import assert from 'node:assert/strict';
import type { PolicyStatement } from '@lithops/core/spec';
import { checkedSections } from '@lithops/core/testing';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import type { SuiteStore } from './suite-store.js';

/** What core reads of the plug-in itself. */
export function pluginTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'the plug-in', (it) => {
    it('says what it is: kind "storage", version 1, a name, and its own section under that name', () => {
      const { kind, specVersion, name, sections } = store.plugin;
      assert.equal(kind, 'storage');
      assert.equal(specVersion, 1);
      assert.match(name, /^[a-z][a-z0-9_]*$/, 'A name is what people write in `storage: …`.');
      assert.ok(Object.hasOwn(sections, name), `Expected a section "${name}" among its sections.`);
    });

    it('says of each key of its section what it is for', () => {
      for (const [section, keys] of Object.entries(store.plugin.sections))
        for (const [key, { doc }] of Object.entries(keys))
          assert.ok(doc.length > 0, `Expected ${section}.${key} to have a sentence of documentation.`);
    });

    it('makes a store that speaks version 1 and has a name', () => {
      assert.equal(store.backend.specVersion, 1);
      assert.equal(typeof store.backend.name, 'string');
      assert.notEqual(store.backend.name, '');
    });

    it('opens the same objects every time: what one store has written, another one reads at once', async () => {
      const other = await store.other();
      await store.put('seen/by-all', 'first');
      assert.equal(await textBy(other, store.bucket), 'first');
      await store.put('seen/by-all', 'second');
      assert.equal(await textBy(other, store.bucket), 'second');
      await other.delete(store.bucket, 'seen/by-all');
      assert.deepEqual(await store.keys('seen/'), []);
    });

    it('tells the least rights that it needs also when little is configured, if it tells them at all', () => {
      const { name, policies } = store.plugin;
      const sections = { ...checkedSections(store.plugin, { config: store.config }), [name]: {} };
      // Plug-ins of all sections share the type `never`.
      const told: readonly PolicyStatement[] = policies?.(sections as never, { bucket: undefined }) ?? [];
      for (const { sid, actions } of told)
        assert.ok(
          sid !== '' && actions.length > 0,
          `Expected statement "${sid}" to have a name and actions.`,
        );
    });
  });
}

async function textBy(other: SuiteStore['backend'], bucket: string): Promise<string> {
  return Buffer.from(await other.get(bucket, 'seen/by-all')).toString();
}
