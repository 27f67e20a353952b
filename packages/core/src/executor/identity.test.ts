import { afterEach, describe, expect, it, vi } from 'vitest';
import { localUserHash, newExecutorId, userHash } from './identity.js';

afterEach(() => vi.unstubAllEnvs());

describe('the user in names', () => {
  it('is that of this machine, unless LITHOPS_USER says who', () => {
    const own = userHash();
    expect(own).toMatch(/^[0-9a-f]{6}$/);
    vi.stubEnv('LITHOPS_USER', 'team-blue');
    expect(userHash()).not.toBe(own);
    expect(newExecutorId().slice(0, 6)).toBe(userHash());
    expect(localUserHash()).toBe(own);
  });

  it('is the same for all who say the same, and nobody where nothing is said', () => {
    const own = userHash();
    vi.stubEnv('LITHOPS_USER', 'team-blue');
    const blue = userHash();
    vi.stubEnv('LITHOPS_USER', 'team-red');
    expect(userHash()).not.toBe(blue);
    vi.stubEnv('LITHOPS_USER', '');
    expect(userHash()).toBe(own);
  });
});
