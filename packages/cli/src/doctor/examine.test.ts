import { LithopsError } from '@lithops/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Check, Diagnosis } from './check.js';
import { nodeCheck } from './check-node.js';
import { examine } from './examine.js';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv('npm_command', undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

async function all(checks: readonly Check<undefined>[]): Promise<readonly Diagnosis[]> {
  const found: Diagnosis[] = [];
  for await (const diagnosis of examine(checks, undefined)) found.push(diagnosis);
  return found;
}

const fine: Check<undefined> = { name: 'fine', run: async () => [{ level: 'ok', message: 'yes' }] };

describe('examining', () => {
  it('leaves out what needs a part that has a problem, and nothing else', async () => {
    const store: Check<undefined> = { name: 'store', run: async () => [{ level: 'problem', message: 'no' }] };
    const inStore: Check<undefined> = { ...fine, name: 'in store', needs: 'store' };
    const names = async (checks: readonly Check<undefined>[]) =>
      (await all(checks)).map(({ check }) => check);
    expect(await names([store, inStore, fine])).toEqual(['store', 'fine']);
    expect(await names([{ ...fine, name: 'store' }, inStore])).toEqual(['store', 'in store']);
  });

  it('goes on after a check that throws, at once or later', async () => {
    const atOnce: Check<undefined> = {
      name: 'at once',
      run() {
        throw Object.assign(new Error('disk\n  full'), { code: 'ENOSPC' });
      },
    };
    const later: Check<undefined> = {
      name: 'later',
      run: async () => {
        throw new LithopsError({ code: 'LITHOPS_NO_STORAGE_BUCKET', message: 'none' });
      },
    };
    expect(await all([atOnce, later, fine])).toEqual([
      { check: 'at once', level: 'problem', message: 'disk full', fix: 'lithops clean --all' },
      {
        check: 'later',
        level: 'problem',
        message: 'LITHOPS_NO_STORAGE_BUCKET: none',
        fix: 'lithops config set lithops.storage_bucket BUCKET',
      },
      { check: 'fine', level: 'ok', message: 'yes' },
    ]);
  });

  it('prescribes commands as this one was started', async () => {
    vi.stubEnv('npm_command', 'exec');
    const fix = 'aws iam create-role --role-name lithops --policy "$(lithops policy role)"';
    const ofPlugin: Check<undefined> = {
      name: 'of a plug-in',
      run: async () => [{ level: 'problem', message: 'no', fix }],
    };
    const [found] = await all([ofPlugin]);
    expect(found?.fix).toBe('aws iam create-role --role-name lithops --policy "$(npx lithops policy role)"');
  });

  it('goes on after a check that hangs, and tells it so', async () => {
    let told: AbortSignal | undefined;
    const hangs: Check<undefined> = {
      name: 'hangs',
      limitMs: 5_000,
      run: (_, signal) => {
        told = signal;
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    };
    const found = all([hangs, fine]);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(told?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await found).toEqual([
      { check: 'hangs', level: 'problem', message: 'expected an answer within 5 s, got none' },
      { check: 'fine', level: 'ok', message: 'yes' },
    ]);
    expect(told?.aborted).toBe(true);
  });

  it.each([
    ['20.18.9', 'problem'],
    ['18.20.0', 'problem'],
    ['20.19.0', 'ok'],
    ['24.0.0', 'ok'],
  ])('finds Node.js %s a %s', async (version, level) => {
    expect(await all([nodeCheck(version)])).toMatchObject([{ level }]);
  });
});
