import { credentialKeys } from '@lithops/aws';
import { defineSection } from '@lithops/core/spec';

/** Section `aws_lambda`. */
export const lambdaSection = defineSection({
  ...credentialKeys,
  execution_role: {
    type: 'string',
    required: true,
    doc: 'ARN of the role that the functions have, such as arn:aws:iam::123456789012:role/lithops; `lithops policy` prints its rights',
  },
  region: { type: 'string', doc: 'Region in which functions run; unset: as the AWS SDK finds it' },
  endpoint: {
    type: 'string',
    doc: 'URL of the service; unset: AWS_ENDPOINT_URL_LAMBDA, AWS_ENDPOINT_URL, or that of the region',
  },
  architecture: {
    type: ['x86_64', 'arm64'],
    default: 'x86_64',
    doc: 'Processor of the functions; arm64 costs a fifth less',
  },
  runtime_memory: {
    type: 'number',
    unit: 'MB',
    integer: true,
    minimum: 128,
    default: 256,
    doc: 'Memory of a worker, 128 to 10240; it decides the share of processors as well',
  },
  runtime_timeout: {
    type: 'number',
    unit: 's',
    minimum: 1,
    default: 180,
    doc: 'Time limit of a worker, at most 900',
  },
  ephemeral_storage: {
    type: 'number',
    unit: 'MB',
    integer: true,
    minimum: 512,
    default: 512,
    doc: 'Size of /tmp, 512 to 10240',
  },
  max_workers: {
    type: 'number',
    integer: true,
    minimum: 1,
    default: 1000,
    doc: 'Max number of workers per executor',
  },
  invoke_pool_threads: {
    type: 'number',
    integer: true,
    minimum: 1,
    doc: 'Connections at once; unset: max_workers, because a running call keeps one',
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
  vpc: { type: 'object', doc: 'Network of the functions: lists subnets and security_groups' },
  efs: {
    type: 'object[]',
    default: [],
    doc: 'File systems: each with access_point (ARN) and mount_path below /mnt; needs vpc',
  },
  remote_invoker: {
    type: 'boolean',
    default: false,
    doc: 'Send invocations by way of a function, many in one request; with monitoring: storage',
  },
  account_id: { type: 'string', doc: 'Account number, to be sure that the role is of that account' },
  namespace: {
    type: 'string',
    doc: 'Part of the names of functions, to tell deployments of one account apart',
  },
});
