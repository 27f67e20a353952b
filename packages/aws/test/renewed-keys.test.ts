import { withRenewedKeys } from '@lithops/aws';
import { describe, expect, it, vi } from 'vitest';

const expired = Object.assign(new Error('The token is expired'), { name: 'ExpiredTokenException' });
const denied = Object.assign(new Error('No.'), { name: 'AccessDeniedException' });

/** Gives other keys when it must not give what it has kept. */
function provider(isRenewable: boolean) {
  let version = 1;
  return vi.fn(async (options?: { readonly forceRefresh?: boolean }) => {
    if (options?.forceRefresh && isRenewable) version++;
    return { accessKeyId: `ASIA${version}`, sessionToken: 'token' };
  });
}

describe('a request that is refused for expired keys', () => {
  it('goes again with new ones', async () => {
    const send = vi.fn().mockRejectedValueOnce(expired).mockResolvedValueOnce('done');
    expect(await withRenewedKeys(provider(true), send)).toBe('done');
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('takes those that another request has got meanwhile', async () => {
    const provide = provider(true);
    const send = vi.fn().mockResolvedValueOnce('done');
    const refused = async () => {
      await provide({ forceRefresh: true });
      throw expired;
    };
    const first = vi.fn(refused);
    await withRenewedKeys(provide, () => (first.mock.calls.length === 0 ? first() : send()));
    expect(provide.mock.calls.filter(([options]) => options?.forceRefresh)).toHaveLength(1);
  });

  it('fails when there are none, or when those have expired, too', async () => {
    const send = vi.fn().mockRejectedValue(expired);
    await expect(withRenewedKeys(provider(false), send)).rejects.toBe(expired);
    expect(send).toHaveBeenCalledTimes(1);
    await expect(withRenewedKeys(provider(true), send)).rejects.toBe(expired);
    expect(send).toHaveBeenCalledTimes(3);
  });

  it('goes without keys where it needs none', async () => {
    const none = vi.fn().mockRejectedValue(new Error('no keys'));
    expect(await withRenewedKeys(none, async () => 'done')).toBe('done');
  });

  it('is no other: that one fails at once', async () => {
    const send = vi.fn().mockRejectedValue(denied);
    const provide = provider(true);
    await expect(withRenewedKeys(provide, send)).rejects.toBe(denied);
    expect(provide).not.toHaveBeenCalledWith({ forceRefresh: true });
  });
});
