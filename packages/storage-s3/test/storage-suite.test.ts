import { storageSuite } from '@lithops/conformance';
import { awsS3, ceph, ibmCos, minio } from '@lithops/storage-s3';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { cephSection } from './support/store.js';

/** One server speaks for all: each is a section of its own, with what follows from it. */
const plugins = { aws_s3: awsS3, ceph, minio, ibm_cos: ibmCos };

describe.skipIf(whyNoS3 !== undefined)(`a store on S3 ${whyNoS3 ?? ''}`, () => {
  describe.each(Object.entries(plugins))('as %s', (section, plugin) => {
    storageSuite(
      { describe, it, beforeAll, afterAll },
      { create: () => plugin, config: { [section]: whyNoS3 === undefined ? cephSection() : {} } },
    );
  });
});
