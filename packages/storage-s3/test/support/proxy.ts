import type { StorageBackend } from '@lithops/core/spec';
import { type FaultProxy, startFaultProxy } from '@lithops/testing-services';
import { s3UnderTest } from '@lithops/testing-services/s3';
import { onTestFinished } from 'vitest';
import { openAws, openCeph, ownBucket, type Said, type Values } from './store.js';

/** A store behind a proxy that does wrong, and a bucket in it. */
export interface Behind {
  readonly proxy: FaultProxy;
  readonly store: StorageBackend;
  readonly bucket: string;
  /** The same without the proxy. */
  readonly direct: StorageBackend;
}

async function proxyOfTest(): Promise<FaultProxy> {
  const proxy = await startFaultProxy({ target: s3UnderTest().endpoint });
  onTestFinished(() => proxy.stop());
  return proxy;
}

/** The server under test as section `ceph`, behind a proxy. */
export async function behindProxy(more: Values = {}, said?: Said): Promise<Behind> {
  const proxy = await proxyOfTest();
  const direct = await openCeph();
  const bucket = await ownBucket(direct);
  return { proxy, direct, bucket, store: await openCeph({ endpoint: proxy.endpoint, ...more }, said) };
}

/** The same as section `aws_s3`. */
export async function awsBehindProxy(more: Values = {}): Promise<Behind> {
  const proxy = await proxyOfTest();
  const direct = await openCeph();
  const bucket = await ownBucket(direct);
  return {
    proxy,
    direct,
    bucket,
    store: await openAws({ endpoint: proxy.endpoint, path_style: true, ...more }),
  };
}
