/** A key of Lithops for Python. */
export interface PythonKey {
  /** A value as people write it. */
  readonly sample: unknown;
  /** What it is there when nobody sets it. */
  readonly python?: unknown;
  /** What it is here, where that is another thing; absent: the same. */
  readonly here?: unknown;
  /** It means nothing here: read with a warning. */
  readonly isIgnored?: boolean;
}

const text = { sample: 'some' };
const ignored = (sample: unknown): PythonKey => ({ sample, isIgnored: true });

/** Default of Python's `log_format`. */
const logFormat = '%(asctime)s [%(levelname)s] %(name)s -- %(message)s';

const server: Readonly<Record<string, PythonKey>> = {
  storage_bucket: text,
  region: { sample: 'eu-west-1' },
  endpoint: { sample: 'https://s3.example.org' },
  access_key_id: text,
  secret_access_key: text,
};

/** The configuration keys of Lithops for Python (3.7), for what exists here: by section. */
export const pythonKeys: Readonly<Record<string, Readonly<Record<string, PythonKey>>>> = {
  lithops: {
    backend: { sample: 'localhost' },
    mode: { sample: 'localhost', python: 'serverless', here: undefined },
    storage: { sample: 'localhost', python: 'aws_s3', here: undefined },
    storage_bucket: text,
    data_cleaner: { sample: true, python: true },
    monitoring: { sample: 'storage', python: 'storage', here: undefined },
    monitoring_interval: { sample: 2, python: 2, here: undefined },
    workers: { sample: 100 },
    data_limit: { sample: false, python: 4 },
    execution_timeout: { sample: 600, python: 1800 },
    include_modules: { sample: ['numpy'], python: [] },
    exclude_modules: { sample: [], python: [] },
    chunksize: { sample: 2 },
    retries: { sample: 2, python: 0, here: undefined },
    log_level: { sample: 'INFO', python: 'INFO', here: 'warning' },
    log_format: { sample: logFormat, python: logFormat },
    log_stream: { sample: 'ext://sys.stdout', python: 'ext://sys.stderr' },
    log_filename: { sample: 'lithops.log' },
    telemetry: ignored(true),
    rabbitmq_monitor: ignored(true),
    customized_runtime: ignored(true),
  },
  localhost: {
    runtime: { sample: 'python3' },
    worker_processes: { sample: 4, python: 'AUTO' },
    storage_bucket: text,
    version: ignored(2),
    use_gpu: ignored(false),
    pull_runtime: ignored(false),
  },
  serverless: {
    backend: { sample: 'aws_lambda', python: 'aws_lambda' },
    runtime: { sample: 'python3.11' },
    runtime_memory: { sample: 512, python: 256 },
    runtime_timeout: { sample: 600, python: 600 },
    remote_invoker: { sample: false, python: false },
    customized_runtime: { sample: false, python: false },
    runtime_include_function: ignored(true),
  },
  standalone: {
    backend: { sample: 'aws_ec2', python: 'aws_ec2' },
    runtime: { sample: 'python3', python: 'python3', here: undefined },
    exec_mode: { sample: 'reuse', python: 'reuse', here: undefined },
    start_timeout: { sample: 300, python: 300 },
    auto_dismantle: { sample: true, python: true },
    soft_dismantle_timeout: { sample: 300, python: 300 },
    hard_dismantle_timeout: { sample: 3600, python: 3600 },
    pull_runtime: { sample: false, python: false },
    use_gpu: ignored(false),
    extra_apt_packages: ignored([]),
    extra_python_packages: ignored([]),
  },
  aws: {
    access_key_id: text,
    secret_access_key: text,
    session_token: text,
    region: { sample: 'eu-west-1' },
    account_id: { sample: '123456789012' },
    config_profile: text,
    user_id: ignored('AIDAEXAMPLE'),
  },
  aws_lambda: {
    execution_role: { sample: 'arn:aws:iam::123456789012:role/lithops' },
    region_name: { sample: 'eu-west-1' },
    region: { sample: 'eu-west-1' },
    access_key_id: text,
    secret_access_key: text,
    session_token: text,
    account_id: { sample: '123456789012' },
    namespace: text,
    max_workers: { sample: 1000, python: 1000 },
    worker_processes: { sample: 1, python: 1 },
    runtime: { sample: 'thumbnails:2' },
    runtime_memory: { sample: 256, python: 256 },
    runtime_timeout: { sample: 180, python: 180 },
    invoke_pool_threads: { sample: 64, python: 64, here: undefined },
    remote_invoker: { sample: false, python: false },
    architecture: { sample: 'arm64', python: 'x86_64' },
    ephemeral_storage: { sample: 1024, python: 512 },
    env_vars: { sample: [{ name: 'LEVEL', value: '3' }], python: {} },
    user_tags: { sample: { team: 'blue' }, python: {} },
    packages: { sample: ['sharp'] },
    'vpc.subnets': { sample: ['subnet-1'] },
    'vpc.security_groups': { sample: ['sg-1'] },
    'efs[].access_point': {
      sample: 'arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1',
      python: [],
    },
    'efs[].mount_path': { sample: '/mnt/data', python: [] },
    user_id: ignored('AIDAEXAMPLE'),
    runtime_include_function: ignored(false),
  },
  aws_s3: {
    storage_bucket: text,
    region: { sample: 'eu-west-1' },
    region_name: { sample: 'eu-west-1' },
    endpoint: { sample: 'https://s3.example.org' },
    access_key_id: text,
    secret_access_key: text,
    session_token: text,
  },
  ceph: server,
  minio: server,
  ibm_cos: {
    ...server,
    api_key: ignored('some'),
    private_endpoint: ignored('https://s3.private.example.org'),
    service_instance_id: ignored('some'),
  },
  rabbitmq: { amqp_url: { sample: 'amqp://guest:guest@localhost:5672/' } },
};
