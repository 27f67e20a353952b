import { storageSuite } from '@lithops/conformance';
import { ceph } from '@lithops/storage-s3';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { cephSection, context } from './support/store.js';

describe.skipIf(whyNoS3 !== undefined)(`a store on S3 ${whyNoS3 ?? ''}`, () => {
  storageSuite(
    { describe, it, beforeAll, afterAll },
    { bucket: 'suite', keys: 'any', create: () => ceph.create({ ceph: cephSection() } as never, context()) },
  );
});
