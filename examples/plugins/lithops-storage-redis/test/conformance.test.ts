import { storageSuite } from '@lithops/conformance';
import { redisUnderTest, whyNoRedis } from '@lithops/testing-services/redis';
import redis from 'lithops-storage-redis';
import { afterAll, beforeAll, describe, it } from 'vitest';

describe.skipIf(whyNoRedis !== undefined)(`a store on Redis ${whyNoRedis ?? ''}`, () => {
  storageSuite(
    { describe, it, beforeAll, afterAll },
    { create: () => redis({ url: redisUnderTest().url }), keys: 'paths' },
  );
});
