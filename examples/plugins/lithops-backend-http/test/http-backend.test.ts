import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FunctionExecutor, LithopsError } from '@lithops/core';
import { http } from 'lithops-backend-http';
import { startServer, type WorkerServer } from 'lithops-backend-http/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const token = 'a-secret-of-this-test';
let server: WorkerServer;
beforeAll(async () => {
  server = await startServer({ token, workers: 2 });
});
afterAll(() => server.close());

/** Runs something on the server, with an executor of its own. */
async function using<T>(work: (exec: FunctionExecutor) => Promise<T>, options = {}): Promise<T> {
  const backend = http({ url: server.url, token, ...options });
  const exec = new FunctionExecutor({ backend, config: { lithops: { log_level: false } } });
  try {
    return await work(exec);
  } finally {
    await exec.close();
  }
}

describe('calls over HTTP', () => {
  it('run in other processes than this one, and none of them twice', async () => {
    const pids = await using(async (exec) => await exec.map(() => process.pid, [1, 2, 3, 4, 5]));
    expect(new Set([process.pid, ...pids]).size).toBe(6);
  });

  it('do not see the environment of the server, which has its token', async () => {
    const names = await using((exec) => exec.callAsync(() => Object.keys(process.env), undefined).result());
    expect(names).toContain('PATH');
    expect(names).not.toContain('HOME');
  });

  it('fail with what became of their worker', async () => {
    const codes = await using(async (exec) => {
      const ends = exec.callAsync(() => process.exit(3), undefined, { retries: 0 }).result();
      const fills = exec.callAsync(fillMemory, undefined, { retries: 0 }).result();
      return (await Promise.allSettled([ends, fills])).map(codeOf);
    });
    expect(codes).toEqual(['LITHOPS_WORKER_LOST', 'LITHOPS_OUT_OF_MEMORY']);
  });

  it('are ended when they take longer than they may', async () => {
    const forever = () => new Promise<void>(() => undefined);
    const [end] = await using((exec) =>
      Promise.allSettled([exec.callAsync(forever, undefined, { timeoutMs: 500, retries: 0 }).result()]),
    );
    expect(codeOf(end)).toBe('LITHOPS_TIMEOUT');
  });
});

describe('a server that is closed', () => {
  it('has run what it ends: that is a lost worker, and not sent again as if it had not begun', async () => {
    const other = await startServer({ token });
    const folder = await mkdtemp(path.join(tmpdir(), 'lithops-closed-'));
    const work = async (told: string) => {
      await writeFile(told, '');
      await new Promise<void>(() => setInterval(() => undefined, 1000));
    };
    try {
      const begun = path.join(folder, 'begun');
      const ends = using(
        (exec) => Promise.allSettled([exec.callAsync(work, begun, { retries: 0 }).result()]),
        { url: other.url },
      );
      await vi.waitFor(() => access(begun), { timeout: 60_000 });
      await other.close();
      const [end] = await ends;
      expect(codeOf(end)).toBe('LITHOPS_WORKER_LOST');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a server that cannot be used', () => {
  it('because the token is another one, says so', async () => {
    await expect(
      using((exec) => exec.callAsync(() => 1, undefined).result(), { token: 'x' }),
    ).rejects.toThrow('answered 401: The token is another one than the server was started with.');
  });

  it('because nothing listens there, is named, with the key that may be wrong', async () => {
    const url = 'http://127.0.0.1:1';
    await expect(using((exec) => exec.callAsync(() => 1, undefined).result(), { url })).rejects.toThrow(
      `No server can be reached at ${url} (ECONNREFUSED). Does lithops-http-server run there, and is "http.url" right?`,
    );
  });

  it.each(['10.0.0.5:8080', 'localhost:8080', 'http://'])('because its address is none: %s', async (url) => {
    await expect(using((exec) => exec.callAsync(() => 1, undefined).result(), { url })).rejects.toMatchObject(
      { code: 'LITHOPS_CONFIG', message: expect.stringContaining(`got "${url}"`) },
    );
  });
});

function fillMemory(): never {
  const kept: number[][] = [];
  for (;;) kept.push(new Array<number>(1_000_000).fill(1.5));
}

function codeOf(end: PromiseSettledResult<unknown> | undefined): string {
  if (end?.status !== 'rejected') return 'ended well';
  return end.reason instanceof LithopsError ? end.reason.code : String(end.reason);
}
