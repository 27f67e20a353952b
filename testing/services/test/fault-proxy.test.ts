import { describe, expect, it, vi } from 'vitest';
import { type Fault, type FaultTarget, faults } from '../src/index.js';
import { proxyToOrigin } from './support/origins.js';

/** What the client of a proxy with one fault gets: status and body. */
async function fetchWith(fault: Fault, path = '/bucket/key', init?: RequestInit, target?: FaultTarget) {
  const { proxy, heard } = await proxyToOrigin();
  proxy.inject(fault, target);
  const response = await fetch(proxy.endpoint + path, init);
  return { status: response.status, headers: response.headers, response, heard, proxy };
}

describe('a proxy without faults', () => {
  it('passes on what came as it came, the host that the client has signed included', async () => {
    const { proxy, heard } = await proxyToOrigin('reply');
    const response = await fetch(`${proxy.endpoint}/bucket/a%2Fb?x=1`, { method: 'PUT', body: 'words' });
    expect([response.status, response.headers.get('x-origin')]).toEqual([200, 'yes']);
    expect(await response.text()).toBe('reply');
    const { host } = new URL(proxy.endpoint);
    expect(heard).toEqual([{ line: 'PUT /bucket/a%2Fb?x=1', host, bytes: 5 }]);
  });

  it('tells what it passed on, but no secret', async () => {
    const { proxy } = await proxyToOrigin('reply');
    const headers = {
      Authorization: 'AWS4-HMAC-SHA256 Signature=x',
      'X-Amz-Security-Token': 'token',
      'X-Amz-Date': 'now',
    };
    const path = '/bucket/a%20key?x-id=PutObject&X-Amz-Signature=signature&X-Amz-Credential=key';
    await (await fetch(proxy.endpoint + path, { method: 'PUT', body: 'words', headers })).text();
    expect(proxy.requests).toEqual([
      {
        method: 'PUT',
        path: '/bucket/a key',
        query: { 'x-id': 'PutObject' },
        headers: expect.objectContaining({ 'x-amz-date': 'now' }),
        operation: 'PutObject',
        uploadedBytes: 5,
        status: 200,
        downloadedBytes: 5,
        error: undefined,
      },
    ]);
    expect(JSON.stringify(proxy.requests)).not.toMatch(/signature|HMAC|token/i);
  });

  it('counts, by operation and by whatever one asks for', async () => {
    const { proxy } = await proxyToOrigin();
    for (const path of ['/b/k', '/b/l', '/b?list-type=2', '/b/k']) await fetch(proxy.endpoint + path);
    expect(proxy.operations).toEqual({ GetObject: 3, ListObjectsV2: 1 });
    expect(proxy.count({ path: /k$/ })).toBe(2);
    proxy.forgetRequests();
    expect([proxy.count(), proxy.operations]).toEqual([0, {}]);
  });

  it('answers HEAD without a body', async () => {
    const { proxy } = await proxyToOrigin('reply');
    const response = await fetch(`${proxy.endpoint}/bucket/key`, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('5');
    expect(await response.text()).toBe('');
  });

  it('resets the client when the server is not there', async () => {
    const { proxy } = await proxyToOrigin();
    const { proxy: behind } = await proxyToOrigin();
    await using lonely = await (await import('../src/index.js')).startFaultProxy({ target: behind.endpoint });
    await behind.stop();
    await expect(fetch(lonely.endpoint)).rejects.toThrow('fetch failed');
    expect(lonely.requests[0]?.error).toMatch(/ECONNREFUSED/);
    expect((await fetch(proxy.endpoint)).status).toBe(200); // others do not mind
  });
});

describe('faults in the server’s place', () => {
  it.each([
    [503, 'SlowDown', faults.slowDown()],
    [500, 'InternalError', faults.internalError()],
    [403, 'AccessDenied', faults.accessDenied()],
    [403, 'RequestTimeTooSkewed', faults.requestTimeTooSkewed()],
    [403, 'InvalidAccessKeyId', faults.invalidAccessKeyId('KEY')],
    [412, 'PreconditionFailed', faults.s3Error(412, 'PreconditionFailed')],
  ])('answer %i %s in XML, and the server hears nothing', async (status, code, fault) => {
    const { response, heard, proxy } = await fetchWith(fault, '/bucket/key', {
      method: 'PUT',
      body: 'words',
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/xml']);
    expect(await response.text()).toContain(`<Error><Code>${code}</Code>`);
    expect([heard, proxy.requests[0]?.status]).toEqual([[], status]);
  });

  it('say in which region a bucket is', async () => {
    const malformed = await fetchWith(faults.authorizationHeaderMalformed('eu-west-3'));
    expect([malformed.status, malformed.headers.get('x-amz-bucket-region')]).toEqual([400, 'eu-west-3']);
    expect(await malformed.response.text()).toContain('<Region>eu-west-3</Region>');
    const redirect = await fetchWith(faults.permanentRedirect('eu-west-3', 'b'), '/b', {
      redirect: 'manual',
    });
    expect([redirect.status, redirect.headers.get('x-amz-bucket-region')]).toEqual([301, 'eu-west-3']);
    expect(await redirect.response.text()).toContain('<Endpoint>b.s3.eu-west-3.amazonaws.com</Endpoint>');
  });

  it('answer HEAD with no more than headers', async () => {
    const { status, response } = await fetchWith(faults.accessDenied(), '/b/k', { method: 'HEAD' });
    expect([status, await response.text()]).toEqual([403, '']);
  });

  it('come to those that are meant, until they are taken away', async () => {
    const { proxy } = await proxyToOrigin();
    const status = async (path: string) => (await fetch(proxy.endpoint + path)).status;
    const remove = proxy.inject(faults.slowDown(), { path: /ill$/, times: 2 });
    proxy.inject(faults.internalError(), { path: /ill$/ });
    const statuses = [await status('/b/ill'), await status('/b/well'), await status('/b/ill')];
    expect([...statuses, await status('/b/ill')]).toEqual([503, 200, 503, 500]);
    proxy.heal();
    expect(await status('/b/ill')).toBe(200);
    remove(); // what is gone may be taken away again
  });
});

describe('faults of the connection', () => {
  it('reset it before the server hears of the request', async () => {
    const { proxy, heard } = await proxyToOrigin();
    proxy.inject(faults.resetBeforeReply());
    await expect(fetch(proxy.endpoint)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(heard).toEqual([]);
  });

  it('lose the reply to what the server has done', async () => {
    const { proxy, heard } = await proxyToOrigin();
    proxy.inject(faults.loseReply());
    const put = fetch(`${proxy.endpoint}/b/k`, { method: 'PUT', body: 'words' });
    await expect(put).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(heard).toMatchObject([{ line: 'PUT /b/k', bytes: 5 }]);
  });

  it('reset it in the middle of a reply, after the bytes that were asked for', async () => {
    const { response, proxy } = await fetchWith(faults.resetAfterDownload(700));
    const received: number[] = [];
    const read = async () => {
      for await (const chunk of response.body ?? []) received.push(...chunk);
    };
    expect(response.status).toBe(200);
    await expect(read()).rejects.toThrow();
    expect([received.length, proxy.requests[0]?.downloadedBytes]).toEqual([700, 700]);
  });

  it('let a reply through that is short enough', async () => {
    const { response } = await fetchWith(faults.resetAfterDownload(1_000));
    expect(await response.text()).toHaveLength(1_000);
  });

  it('reset it in the middle of an upload, on both sides', async () => {
    const { proxy, heard } = await proxyToOrigin();
    proxy.inject(faults.resetAfterUpload(3));
    const put = fetch(`${proxy.endpoint}/b/k`, { method: 'PUT', body: 'words' });
    await expect(put).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    await vi.waitFor(() => expect(heard).toMatchObject([{ line: 'PUT /b/k', bytes: -1 }]), 30_000);
  });
});

describe('a client that goes away', () => {
  it.each([
    ['before the reply', faults.slowFirstByte(3_600_000)],
    ['in the middle of it', faults.slowBody(1)],
    ['when nothing comes any more', faults.stallAfterDownload(500)],
  ])('%s, ends its request and no other', async (_, fault) => {
    const { proxy } = await proxyToOrigin();
    const remove = proxy.inject(fault);
    const leaving = new AbortController();
    const gone = fetch(proxy.endpoint, { signal: leaving.signal }).then((response) => response.text());
    await vi.waitFor(() => expect(proxy.count()).toBe(1), 30_000);
    leaving.abort();
    await expect(gone).rejects.toThrow(/aborted/);
    await vi.waitFor(() => expect(proxy.requests[0]?.error).toBeDefined(), 30_000);
    remove();
    expect((await fetch(proxy.endpoint)).status).toBe(200);
  });
});

describe('faults of time', () => {
  it('hold back the first byte', async () => {
    const before = performance.now();
    const { status } = await fetchWith(faults.slowFirstByte(200));
    expect(status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(190);
  });

  it('hold back the body, but not its beginning', async () => {
    const before = performance.now();
    const { response } = await fetchWith(faults.slowBody(5_000));
    expect(await response.text()).toHaveLength(1_000);
    expect(performance.now() - before).toBeGreaterThan(190);
  });

  it('wait for something before the server hears of the request', async () => {
    const { proxy, heard } = await proxyToOrigin();
    let heardBefore: unknown;
    proxy.inject(faults.after(async () => (heardBefore = [...heard])));
    expect((await fetch(proxy.endpoint)).status).toBe(200);
    expect([heardBefore, heard.length]).toEqual([[], 1]);
  });

  it('wait for something when the server has done its part', async () => {
    const { proxy, heard } = await proxyToOrigin();
    let heardBefore: unknown;
    proxy.inject(faults.beforeReply(async () => (heardBefore = [...heard])));
    expect((await fetch(proxy.endpoint)).status).toBe(200);
    expect(heardBefore).toHaveLength(1);
  });
});
