import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestProject } from 'vitest/node';
import setup from '../src/vitest-ceph.js';

const ensureCephInstalled = vi.hoisted(() => vi.fn<() => Promise<string | undefined>>());
vi.mock('../src/install/ceph-packages.js', () => ({ ensureCephInstalled }));

/** What the set-up of a run gives to its tests. */
async function provided(): Promise<unknown> {
  const provide = vi.fn<TestProject['provide']>();
  await setup({ provide });
  return Object.fromEntries(provide.mock.calls);
}

beforeEach(() => {
  ensureCephInstalled.mockReset();
  vi.unstubAllEnvs();
  for (const name of ['CI', 'LITHOPS_TEST_S3_ENDPOINT']) vi.stubEnv(name, undefined);
});

describe('the set-up of a run of tests that need S3', () => {
  it('gives them the server that the environment names, and looks for no Ceph', async () => {
    vi.stubEnv('LITHOPS_TEST_S3_ENDPOINT', 'http://s3.test:9000');
    vi.stubEnv('LITHOPS_TEST_S3_ACCESS_KEY', 'key');
    vi.stubEnv('LITHOPS_TEST_S3_SECRET_KEY', 'secret');
    const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
    expect(await provided()).toMatchObject({ s3: { endpoint: 'http://s3.test:9000', credentials } });
    expect(ensureCephInstalled).not.toHaveBeenCalled();
  });

  it('tells what to install and what to set where there is none', async () => {
    ensureCephInstalled.mockResolvedValue('needs radosgw: install it');
    const s3 = expect.stringMatching(/^needs radosgw: install it, or set LITHOPS_TEST_S3_ENDPOINT, /);
    expect(await provided()).toEqual({ s3 });
  });

  it('fails under CI where there is none', async () => {
    vi.stubEnv('CI', 'true');
    ensureCephInstalled.mockResolvedValue('needs radosgw: install it');
    await expect(provided()).rejects.toThrow(
      /^Expected an S3 server to test against, but this needs radosgw/,
    );
  });
});
