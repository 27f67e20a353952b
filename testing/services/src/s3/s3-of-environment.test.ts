import { describe, expect, it } from 'vitest';
import { s3OfEnvironment } from './s3-of-environment.js';

const named = {
  LITHOPS_TEST_S3_ENDPOINT: 'http://s3.test:9000',
  LITHOPS_TEST_S3_ACCESS_KEY: 'key',
  LITHOPS_TEST_S3_SECRET_KEY: 'secret',
};
const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };

describe('the S3 server that the environment names', () => {
  it('is none when nothing is set, or set to nothing', () => {
    expect(s3OfEnvironment({})).toBeUndefined();
    expect(s3OfEnvironment({ LITHOPS_TEST_S3_ENDPOINT: '' })).toBeUndefined();
  });

  it('has the keys that are set, and the usual region', () => {
    const server = { endpoint: 'http://s3.test:9000', region: 'us-east-1', credentials };
    expect(s3OfEnvironment(named)).toEqual(server);
  });

  it('has a region and a stranger of its own when they are set', () => {
    const more = {
      LITHOPS_TEST_S3_REGION: 'eu-west-1',
      LITHOPS_TEST_S3_STRANGER_ACCESS_KEY: 'other',
      LITHOPS_TEST_S3_STRANGER_SECRET_KEY: 'other-secret',
    };
    const stranger = { accessKeyId: 'other', secretAccessKey: 'other-secret' };
    expect(s3OfEnvironment({ ...named, ...more })).toMatchObject({ region: 'eu-west-1', stranger });
  });

  it('is an error when it is named by halves, which tells what is left to set', () => {
    const { LITHOPS_TEST_S3_SECRET_KEY: _, ...half } = named;
    expect(() => s3OfEnvironment(half)).toThrow(/got no LITHOPS_TEST_S3_SECRET_KEY\./);
  });
});
