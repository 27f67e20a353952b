import { partitionOf } from '@lithops/aws';
import type { PolicyContext, PolicyStatement } from '@lithops/core/spec';

/** The least rights that jobs and tools need on the bucket of temporary data. */
export function bucketPolicies(
  region: string | undefined,
  { bucket = 'BUCKET' }: PolicyContext,
): readonly PolicyStatement[] {
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  return [
    { sid: 'ListTheBucket', for: ['run', 'role'], actions: ['s3:ListBucket'], resources: [arn] },
    {
      sid: 'UseItsObjects',
      for: ['run', 'role'],
      actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      resources: [`${arn}/*`],
    },
    {
      sid: 'MakeAndCleanTheBucket',
      for: ['tools'],
      actions: ['s3:CreateBucket', 's3:ListBucketMultipartUploads'],
      resources: [arn],
    },
  ];
}
