import { credentialKeys } from '@lithops/aws';
import { defineSection } from '@lithops/core/spec';

const { access_key_id, secret_access_key, session_token, config_profile } = credentialKeys;

/** What can be said of any store that speaks S3. */
const commonKeys = defineSection({
  storage_bucket: { type: 'string', doc: 'Bucket for temporary data; wins over `lithops.storage_bucket`' },
  region: {
    type: 'string',
    doc: 'Region of the bucket; unset: as the AWS SDK finds it, else the bucket is asked',
  },
  session_token: { ...session_token },
  path_style: {
    type: 'boolean',
    doc: 'Buckets as `/bucket/key` instead of `bucket.host/key`; unset: true with an `endpoint` of your own',
  },
  checksums: {
    type: ['when_required', 'when_supported'],
    default: 'when_required',
    doc: 'Checksums beside those of TLS: `when_supported` sends and checks them with every object',
  },
  connect_timeout: {
    type: 'number',
    unit: 's',
    above: 0,
    default: 5,
    doc: 'How long a connection may take to come up',
  },
  idle_timeout: {
    type: 'number',
    unit: 's',
    above: 0,
    default: 30,
    doc: 'How long a connection may be silent while an answer is awaited',
  },
  max_attempts: {
    type: 'number',
    integer: true,
    minimum: 1,
    default: 4,
    doc: 'Attempts of one request, the first included',
  },
});

/** Section `aws_s3`. */
export const awsS3Section = defineSection({
  ...commonKeys,
  endpoint: {
    type: 'string',
    doc: 'URL of the service; unset: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, or that of the region',
  },
  access_key_id,
  secret_access_key,
  config_profile,
  anonymous: {
    type: 'boolean',
    default: false,
    doc: 'Send no credentials at all: for buckets that anybody may read',
  },
});

/** Sections `ceph` and `minio`: a server of one's own. */
export const serverSection = defineSection({
  ...commonKeys,
  endpoint: { type: 'string', required: true, doc: 'URL of the service, such as `https://s3.example.org`' },
  access_key_id: { ...access_key_id, required: true, doc: 'Access key' },
  secret_access_key: { ...secret_access_key, required: true },
});

/** Section `ibm_cos`. */
export const ibmCosSection = defineSection({
  ...serverSection,
  endpoint: {
    type: 'string',
    required: true,
    doc: 'URL of the service, such as `https://s3.us-east.cloud-object-storage.appdomain.cloud`',
  },
  access_key_id: { ...access_key_id, required: true, doc: 'Access key of HMAC credentials' },
  secret_access_key: { ...secret_access_key, required: true, doc: 'Secret of HMAC credentials' },
});
