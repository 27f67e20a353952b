import { describe, expect, it } from 'vitest';
import {
  activationStatusKey,
  callStatusKey,
  cloudObjectsPrefix,
  dataKey,
  executorPrefix,
  fitsInKey,
  formatCallId,
  formatJobId,
  functionKey,
  isCloudObjectKey,
  jobName,
  jobPrefix,
  manifestKey,
  nestedExecutorId,
  nestedExecutorsPrefix,
  nestedInJobPrefix,
  parentExecutorId,
  parseCallId,
  parseJobName,
  parseManifestKey,
  parseStatus,
  resultKey,
  runtimeKey,
  statusKeyBefore,
  statusPrefix,
} from './key-layout.js';

const executorId = 'ab12cd-0lz4k9x2q7w3e1';
const job = { executorId, jobId: 'M0001' };
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const statusName = (key: string) => key.slice(statusPrefix(job).length);

describe('the keys of a job', () => {
  it('are those of the job protocol', () => {
    const below = `lithops.jobs/${executorId}/M0001`;
    expect(manifestKey(job)).toBe(`${below}/manifest.json`);
    expect(dataKey(job, 3)).toBe(`${below}/data/00000003`);
    expect(resultKey(job, 7, 2)).toBe(`${below}/result/00000007.02`);
    expect(callStatusKey(job, 7, 1, 'run')).toBe(`${below}/status/00000007.01.run`);
    expect(callStatusKey(job, 7, 1, 'ok', bytes('hi'))).toBe(`${below}/status/00000007.01.ok.aGk`);
    expect(activationStatusKey(job, 'x1', 0)).toBe(`${below}/status/bx1`);
    expect(activationStatusKey(job, 'x1', 2)).toBe(`${below}/status/bx1/00000002`);
    expect(functionKey(executorId, 'f00d')).toBe(`lithops.jobs/${executorId}/functions/f00d`);
    expect(runtimeKey('aws_lambda', 'eu/x')).toBe('lithops.runtimes/aws_lambda/eu/x');
  });

  it('are the same for the short and the users’ form of the job id', () => {
    expect(manifestKey({ executorId, jobId: `${executorId}/M0001` })).toBe(manifestKey(job));
  });

  it('sort by number beyond 9, 99 and 999', () => {
    const numbers = [2, 10, 100, 1000, 99_999_999];
    const keys = numbers.map((index) => callStatusKey(job, index, 1, 'ok'));
    expect([...keys].sort()).toEqual(keys);
  });

  it.each([{ jobId: 'M1' }, { jobId: 'X0001' }, { jobId: 'other/M0001' }, { jobId: '../M0001' }])(
    'refuse the job id $jobId',
    ({ jobId }) => {
      expect(() => jobPrefix({ executorId, jobId })).toThrow(/job id of executor .* got/);
    },
  );

  it.each(['', '.', '..', 'a/b', 'a..b', 'x y'])('refuse the executor id "%s"', (id) => {
    expect(() => executorPrefix(id)).toThrow(/an executor id/);
  });

  it.each([-1, 1.5, Number.NaN])('refuse the call number %s', (index) => {
    expect(() => formatCallId(index)).toThrow(/whole number/);
  });
});

describe('prefixes', () => {
  it('of an executor and a job are not those of a neighbour whose id begins alike', () => {
    expect(executorPrefix('ab12cd-e10').startsWith(executorPrefix('ab12cd-e1'))).toBe(false);
    expect(jobPrefix({ executorId, jobId: 'M00010' }).startsWith(jobPrefix(job))).toBe(false);
    expect(executorPrefix('ab12cd-e10').startsWith(nestedExecutorsPrefix('ab12cd-e1'))).toBe(false);
  });

  it('of nested executors hold what calls opened, at any depth', () => {
    const child = nestedExecutorId(job, 5, 0);
    const grandchild = nestedExecutorId({ executorId: child, jobId: 'A0000' }, 0, 3);
    for (const nested of [child, grandchild]) {
      expect(manifestKey({ executorId: nested, jobId: 'M0000' })).toContain(
        nestedExecutorsPrefix(executorId),
      );
      expect(executorPrefix(nested).startsWith(nestedInJobPrefix(job))).toBe(true);
    }
    expect(parentExecutorId(grandchild)).toBe(child);
    expect(parentExecutorId(child)).toBe(executorId);
    expect(parentExecutorId(executorId)).toBeUndefined();
  });

  it('of cloud objects are told apart from all else', () => {
    expect(isCloudObjectKey(`${cloudObjectsPrefix(executorId)}1`)).toBe(true);
    expect(isCloudObjectKey(`${cloudObjectsPrefix(undefined)}1`)).toBe(true);
    expect(isCloudObjectKey(manifestKey(job))).toBe(false);
    expect(isCloudObjectKey(functionKey(executorId, 'objects'))).toBe(false);
  });
});

describe('names', () => {
  it('of jobs read back', () => {
    expect(parseJobName(jobName(job))).toEqual(job);
    expect(parseManifestKey(manifestKey(job))).toEqual(job);
    expect(parseManifestKey(dataKey(job, 1))).toBeUndefined();
    expect(formatJobId('R', 12)).toBe('R0012');
  });

  it.each(['M0001', 'a/b/M0001', 'a/m0001', '/M0001', `${executorId}/`])('refuse the job "%s"', (name) => {
    expect(() => parseJobName(name)).toThrow(name);
  });

  it('of calls read back', () => {
    expect(parseCallId(formatCallId(70_001))).toBe(70_001);
    expect(() => parseCallId('1')).toThrow(/8 digits/);
  });
});

describe('statuses', () => {
  it('of calls read back, with every byte of their body', () => {
    const body = Uint8Array.from({ length: 256 }, (_, i) => i);
    const key = callStatusKey(job, 41, 3, 'err', body);
    expect(parseStatus(statusName(key))).toEqual({ type: 'call', index: 41, attempt: 3, kind: 'err', body });
    expect(parseStatus('00000041.01.ok')).toMatchObject({ kind: 'ok', body: undefined });
    expect(parseStatus('00000041.01.ok.')).toMatchObject({ kind: 'ok', body: new Uint8Array(0) });
  });

  it.each(['a1', 'with/slash', 'dots.and.more', '50%', 'ü'])(
    'of the activation %s read back',
    (activationId) => {
      const body = bytes('small');
      const names = [
        activationStatusKey(job, activationId, 0),
        activationStatusKey(job, activationId, 4),
        activationStatusKey(job, activationId, 4, body),
      ].map(statusName);
      expect(names.map(parseStatus)).toEqual([
        { type: 'activation', activationId, report: 0, body: undefined },
        { type: 'activation', activationId, report: 4, body: undefined },
        { type: 'activation', activationId, report: 4, body },
      ]);
    },
  );

  it.each(['', '1.1.ok', '00000001.01.done', '00000001.01.ok.a/b', 'b', 'b%zz', 'bx/1', 'x'])(
    'leave the foreign name "%s" alone',
    (name) => expect(parseStatus(name)).toBeUndefined(),
  );

  it('below a call sort before the key that a listing starts after, the others behind it', () => {
    const edge = statusKeyBefore(job, 10);
    const before = [callStatusKey(job, 9, 99, 'run'), callStatusKey(job, 9, 1, 'ok', bytes('zzz'))];
    const behind = [
      callStatusKey(job, 10, 1, 'err'),
      callStatusKey(job, 100, 1, 'ok'),
      activationStatusKey(job, '0', 0),
    ];
    for (const key of before) expect(key < edge, key).toBe(true);
    for (const key of behind) expect(key > edge, key).toBe(true);
    expect(statusKeyBefore(job, 0)).toBe(statusPrefix(job));
  });

  it('carry at most 600 bytes, and no key is over 1,024', () => {
    const bare = callStatusKey(job, 1, 1, 'ok');
    expect(fitsInKey(bare, new Uint8Array(600))).toBe(true);
    expect(fitsInKey(bare, new Uint8Array(601))).toBe(false);
    let nested = executorId;
    for (let depth = 0; depth < 12; depth++)
      nested = nestedExecutorId({ executorId: nested, jobId: 'M0001' }, 0, 0);
    const deep = { executorId: nested, jobId: 'M0001' };
    const deepBare = callStatusKey(deep, 1, 1, 'ok');
    const longest = Array.from({ length: 601 }, (_, size) => size).findLast((size) =>
      fitsInKey(deepBare, new Uint8Array(size)),
    );
    expect(longest).toBeLessThan(600);
    expect(callStatusKey(deep, 1, 1, 'ok', new Uint8Array(longest ?? 0)).length).toBeLessThanOrEqual(1024);
    expect(callStatusKey(deep, 1, 1, 'ok', new Uint8Array((longest ?? 0) + 1)).length).toBeGreaterThan(1024);
  });
});
