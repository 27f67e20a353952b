import { credentialKeys } from '@lithops/aws';
import { defineSection } from '@lithops/core/spec';

/** Section `aws_lambda`. */
export const lambdaSection = defineSection({
  ...credentialKeys,
  execution_role: {
    type: 'string',
    required: true,
    doc: 'ARN of the role that the functions have, such as `arn:aws:iam::123456789012:role/lithops`; `lithops policy role` prints its rights',
  },
  region: { type: 'string', doc: 'Region in which functions run; unset: as the AWS SDK finds it' },
  endpoint: {
    type: 'string',
    doc: 'URL of the service; unset: `AWS_ENDPOINT_URL_LAMBDA`, `AWS_ENDPOINT_URL`, or that of the region',
  },
  architecture: {
    type: ['x86_64', 'arm64'],
    default: 'x86_64',
    doc: 'Processor of the functions; `arm64` costs a fifth less',
  },
  runtime_memory: {
    type: 'number',
    unit: 'MB',
    integer: true,
    minimum: 128,
    default: 256,
    doc: 'Memory of a worker, 128 to 10,240; it decides its share of processors as well',
  },
  runtime_timeout: {
    type: 'number',
    unit: 's',
    minimum: 1,
    default: 180,
    doc: 'Time limit of a worker, at most 900; calls without `timeoutMs` have 5 s less, or half where that is more',
  },
  ephemeral_storage: {
    type: 'number',
    unit: 'MB',
    integer: true,
    minimum: 512,
    default: 512,
    doc: 'Size of `/tmp`, 512 to 10,240',
  },
  max_workers: {
    type: 'number',
    integer: true,
    minimum: 1,
    default: 1000,
    doc: 'Most workers of an executor at once',
  },
  invoke_pool_threads: {
    type: 'number',
    integer: true,
    minimum: 1,
    doc: 'Connections at once; a running call keeps one; unset: `max_workers`',
  },
  worker_processes: {
    type: 'number',
    integer: true,
    minimum: 1,
    default: 1,
    doc: 'Calls at once in a worker, each in a process of its own; they share its memory and processors',
  },
  env_vars: {
    type: 'object',
    secret: true,
    default: {},
    doc: 'Environment of the functions: names and texts',
  },
  user_tags: { type: 'object', default: {}, doc: 'Tags of the functions: names and texts' },
  vpc: {
    type: 'object',
    doc: 'Network of the functions: a map with the lists `subnets` and `security_groups`',
  },
  efs: {
    type: 'object[]',
    default: [],
    doc: 'File systems: maps with `access_point` (an ARN) and `mount_path` (below `/mnt`); needs `vpc`',
  },
  remote_invoker: {
    type: 'boolean',
    default: false,
    doc: 'Send invocations by way of a function, hundreds in one request, for a client that is far away; nobody waits for replies then: with `monitoring: storage` (the default there) or `rabbitmq`',
  },
  account_id: { type: 'string', doc: 'Account number: the role must be of that account' },
  namespace: {
    type: 'string',
    doc: 'Part of the names of functions, to tell deployments of one account apart',
  },
});
