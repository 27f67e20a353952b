import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { isSdkClient } from '@lithops/aws';

/** A client that somebody made already, or options for one. */
export type GivenClient = S3Client | S3ClientConfig;

/** Which of both is it? */
export function isClient(given: GivenClient | undefined): given is S3Client {
  return isSdkClient(given);
}
