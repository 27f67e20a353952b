import { describe, expect, it } from 'vitest';
import { memoryStorage } from './memory-storage.js';
import { openStorage } from './open-plugin.js';

describe('memoryStorage', () => {
  it('shares the same objects to all that is created from one plug-in, and to nothing else', async () => {
    const plugin = memoryStorage();
    const [first, second, other] = await Promise.all([
      openStorage(plugin),
      openStorage(plugin),
      openStorage(memoryStorage()),
    ]);
    await first.createBucket('bucket');
    await first.put('bucket', 'key', Buffer.from('value'));
    expect(Buffer.from(await second.get('bucket', 'key')).toString()).toBe('value');
    expect(await other.bucketExists('bucket')).toBe(false);
  });
});
