import type { TestProject } from 'vitest/node';
import { startCeph } from './ceph/ceph.js';
import { ensureCephInstalled } from './install/ceph-packages.js';
import { s3OfEnvironment, s3Variables } from './s3/s3-of-environment.js';
import type {} from './s3/s3-under-test.js';

/**
 * Vitest's `globalSetup` of packages whose tests need S3: one Ceph cluster for all files of a run, or the server that the
 * environment names. Where there is neither, that is a failure under CI, and elsewhere a reason to leave those tests out.
 */
export default async function setup({
  provide,
}: Pick<TestProject, 'provide'>): Promise<(() => Promise<void>) | undefined> {
  const named = s3OfEnvironment(process.env);
  if (named !== undefined) {
    provide('s3', named);
    return undefined;
  }
  const missing = await ensureCephInstalled();
  if (missing !== undefined) {
    const reason = `${missing}, or set ${s3Variables.join(', ')}`;
    if (process.env['CI']) throw new Error(`Expected an S3 server to test against, but this ${reason}.`);
    provide('s3', reason);
    return undefined;
  }
  const ceph = await startCeph();
  const { endpoint, region, credentials, stranger } = ceph;
  provide('s3', { endpoint, region, credentials, stranger });
  return () => ceph.stop();
}
