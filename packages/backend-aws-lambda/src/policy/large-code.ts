import type { PolicyContext, PolicyStatement } from '@lithops/core/spec';
import type { Places } from './places.js';

/**
 * What workers with their packages need more where they are too large for a request: a place in the bucket, out of which
 * Lambda reads as who deploys.
 */
export function largeCode(
  { partition }: Pick<Places, 'partition'>,
  { bucket = 'BUCKET' }: PolicyContext,
): readonly PolicyStatement[] {
  return [
    {
      sid: 'SendLargeCode',
      for: ['deploy'],
      actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      resources: [`arn:${partition}:s3:::${bucket}/*`],
    },
  ];
}
