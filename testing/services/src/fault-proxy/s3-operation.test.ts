import { describe, expect, it } from 'vitest';
import { s3Operation } from './s3-operation.js';

describe('the operation that a request is', () => {
  it.each([
    ['GET /', 'ListBuckets'],
    ['PUT /bucket', 'CreateBucket'],
    ['PUT /bucket/', 'CreateBucket'],
    ['GET /bucket?list-type=2&prefix=a', 'ListObjectsV2'],
    ['GET /bucket?prefix=a', 'ListObjects'],
    ['GET /bucket?location', 'GetBucketLocation'],
    ['POST /bucket?delete', 'DeleteObjects'],
    ['GET /bucket/a/b?x-id=GetObject', 'GetObject'],
    ['HEAD /bucket/a', 'HeadObject'],
    ['PUT /bucket/a', 'PutObject'],
    ['POST /bucket/a?uploads', 'CreateMultipartUpload'],
    ['PUT /bucket/a?partNumber=1&uploadId=u', 'UploadPart'],
    ['POST /bucket/a?uploadId=u', 'CompleteMultipartUpload'],
    ['DELETE /bucket/a?uploadId=u', 'AbortMultipartUpload'],
    ['GET /bucket/a?uploadId=u', 'ListParts'],
    ['GET /bucket?policy', 'GET bucket policy'],
  ])('%s is %s', (line, operation) => {
    const [method = '', url = ''] = line.split(' ');
    const { pathname, searchParams } = new URL(url, 'http://s3');
    expect(s3Operation(method, pathname, searchParams)).toBe(operation);
  });
});
