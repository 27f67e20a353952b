import { ceph as cephStore } from '@lithops/storage-s3';
import { type Ceph, ensureCephInstalled, startCeph } from '@lithops/testing-services';

/** Of the cases that need S3: `undefined` where there is Ceph, installed if that can be done; else why it is not. */
export async function whyNoCeph(): Promise<string | undefined> {
  try {
    return await ensureCephInstalled();
  } catch (error) {
    return `needs Ceph, which could not be installed: ${error instanceof Error ? error.message : error}`;
  }
}

export const bucket = 'bench';

export { type Ceph, startCeph };

/** Options of an executor with its data in that cluster, or behind another address of it. */
export function storedIn({ endpoint, credentials }: Pick<Ceph, 'endpoint' | 'credentials'>) {
  return {
    storage: cephStore({ endpoint, ...credentials }),
    config: { lithops: { storage_bucket: bucket } },
    progress: false,
  } as const;
}
