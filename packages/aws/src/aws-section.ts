import { defineSection } from '@lithops/core/spec';

/** Credentials of an AWS account. Unset keys come from the SDK's own provider chain. */
export const credentialKeys = defineSection({
  access_key_id: {
    type: 'string',
    credential: true,
    doc: 'Access key; unset, with its secret: the provider chain of the AWS SDK',
  },
  secret_access_key: { type: 'string', secret: true, doc: 'Secret of the access key' },
  session_token: { type: 'string', secret: true, doc: 'Token of temporary credentials' },
  config_profile: {
    type: 'string',
    credential: true,
    doc: 'Profile of `~/.aws/config` and `~/.aws/credentials`; unset: as the AWS SDK chooses',
  },
});

/** Section `aws`: what all AWS plug-ins read, wherever their own section says nothing. */
export const awsSection = defineSection({
  ...credentialKeys,
  region: { type: 'string', doc: 'Region, such as `us-east-1`; unset: as the AWS SDK finds it' },
  account_id: { type: 'string', doc: 'Account number, where it is part of a name; unset: asked of AWS STS' },
});
