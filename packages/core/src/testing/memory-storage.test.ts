import { describe, expect, it } from 'vitest';
import type { PluginContext } from '../spec/index.js';
import { memoryStorage } from './memory-storage.js';

const context: PluginContext = {
  log: { info: () => {}, debug: () => {}, warn: () => {} },
  cacheDirectory: '/nowhere',
  userHash: 'ab12cd',
  name: (part) => part,
};

describe('memoryStorage', () => {
  it('shows the same objects to all that is created from one plug-in, and to nothing else', async () => {
    const plugin = memoryStorage();
    const [first, second, other] = await Promise.all([
      create(plugin),
      create(plugin),
      create(memoryStorage()),
    ]);
    await first.createBucket('bucket');
    await first.put('bucket', 'key', Buffer.from('value'));
    expect(Buffer.from(await second.get('bucket', 'key')).toString()).toBe('value');
    expect(await other.bucketExists('bucket')).toBe(false);
  });
});

async function create(plugin: ReturnType<typeof memoryStorage>) {
  const sections: Readonly<Record<string, object>> = { memory: {} };
  // @ts-expect-error: plug-ins of all sections share the type `never`; core hands over the checked ones.
  return plugin.create(sections, context);
}
