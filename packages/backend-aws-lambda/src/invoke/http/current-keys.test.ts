import { describe, expect, it } from 'vitest';
import { CurrentKeys } from './current-keys.js';

function provider() {
  let version = 1;
  let refreshes = 0;
  const provide = async (options?: { readonly forceRefresh?: boolean }) => {
    if (options?.forceRefresh) {
      refreshes++;
      await Promise.resolve();
      version++;
    }
    return { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: `token ${version}` };
  };
  return { provide, refreshes: () => refreshes };
}

describe('keys that the service refuses', () => {
  it('are renewed once, however many requests they were refused for', async () => {
    const { provide, refreshes } = provider();
    const keys = new CurrentKeys(provide);
    const refused = await keys.get();
    const all = await Promise.all([1, 2, 3].map(() => keys.insteadOf(refused)));
    const late = await keys.insteadOf(refused);
    for (const one of [...all, late]) expect(one?.sessionToken).toBe('token 2');
    expect(refreshes()).toBe(1);
  });

  it('have none in their place when the provider has no others', async () => {
    const only = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
    const keys = new CurrentKeys(async () => only);
    expect(await keys.insteadOf(only)).toBeUndefined();
  });
});
