import type { KeySpec } from '../spec/section.js';

/** Keys of a section by name. */
export type SettingSpecs = Readonly<Record<string, KeySpec>>;

const logFormat = '%(asctime)s [%(levelname)s] %(name)s -- %(message)s';

/** Section `lithops`. */
export const lithopsSection = {
  backend: {
    type: 'string',
    doc: 'Name of the compute backend, or the package of a plug-in; unset: that of `mode`, else this machine',
  },
  mode: {
    type: ['localhost', 'serverless', 'standalone'],
    doc: "Kind of backend; unset: the chosen backend's, and `localhost` with no backend",
  },
  storage: {
    type: 'string',
    doc: "Name of the storage, or the package of a plug-in; unset: the one of the backend's cloud",
  },
  storage_bucket: {
    type: 'string',
    doc: 'An existing bucket for temporary data; needed only where something must be stored',
  },
  monitoring: {
    type: 'string',
    doc: 'How outcomes come: `direct`, `storage`, `rabbitmq`, or the package of a plug-in; unset: `direct` where workers can answer, else `storage`',
  },
  monitoring_interval: {
    type: 'number',
    unit: 's',
    above: 0,
    doc: 'First polling interval of the storage monitor, which adapts itself; unset: 50 ms',
  },
  data_cleaner: {
    type: 'boolean',
    default: true,
    doc: 'Delete temporary data below `lithops.jobs` when it was read, or the executor closes',
  },
  workers: { type: 'number', integer: true, minimum: 1, doc: "Most workers at once; unset: the backend's" },
  data_limit: {
    type: 'number',
    unit: 'MB',
    minimum: 0,
    or: [false, null],
    default: 4,
    doc: 'Largest single item on backends other than localhost; `false` or 0: no limit',
  },
  execution_timeout: {
    type: 'number',
    unit: 's',
    above: 0,
    default: 1800,
    doc: 'Calls that take longer are ended; of one job: option `timeoutMs`',
  },
  include_modules: {
    type: 'string[]',
    or: [null],
    default: [],
    doc: 'Packages that travel with a function: `[]` all it uses, `null` none, a list only those',
  },
  exclude_modules: {
    type: 'string[]',
    default: [],
    doc: 'Packages that stay behind, because the runtime has them',
  },
  chunksize: {
    type: 'number',
    integer: true,
    minimum: 1,
    doc: "Calls per activation; of one job: option `chunkSize`; unset: as many as take 200 ms, or the backend's `worker_processes`",
  },
  retries: {
    type: 'number',
    integer: true,
    minimum: 0,
    doc: 'Attempts of a call after the first; unset: none for errors of the function, 2 for lost workers',
  },
  persist: { type: 'boolean', default: false, doc: 'Keep jobs, so that another process can resume them' },
  log_level: {
    type: ['debug', 'info', 'warning', 'warn', 'error', 'critical'],
    or: [false, null],
    default: 'warning',
    doc: 'Least important level that is logged; `None`: nothing is',
  },
  log_format: {
    type: 'string',
    default: logFormat,
    doc: "Format of a line, with the fields of Python's logging",
  },
  log_stream: {
    type: ['ext://sys.stderr', 'ext://sys.stdout', 'stderr', 'stdout'],
    default: 'ext://sys.stderr',
    doc: 'Where lines are written',
  },
  log_filename: { type: 'string', doc: 'A file for the log, instead of the stream' },
} as const satisfies SettingSpecs;

/** Keys that every compute backend has in its own section, whether it declares them or not. */
export const workerSection = {
  runtime: { type: 'string', doc: 'Container image of the workers; unset: the Node.js of the backend' },
  runtime_memory: { type: 'number', unit: 'MB', minimum: 1, doc: 'Memory of a worker' },
  runtime_timeout: { type: 'number', unit: 's', above: 0, doc: 'Time limit of a worker' },
  max_workers: { type: 'number', integer: true, minimum: 1, doc: 'Max number of workers per executor' },
  worker_processes: {
    type: 'number',
    integer: true,
    minimum: 1,
    or: ['AUTO'],
    doc: 'Calls that run at once in a worker; `AUTO`: its cores',
  },
  packages: {
    type: 'string[]',
    doc: 'npm packages installed beside the worker instead of being bundled (native addons)',
  },
  customized_runtime: {
    type: 'boolean',
    doc: 'Deploy each function in a runtime of its own, instead of sending it with every call',
  },
} as const satisfies SettingSpecs;

/** Keys that every storage backend has in its own section. */
export const storeSection = {
  storage_bucket: { type: 'string', doc: 'Bucket for temporary data; wins over `lithops.storage_bucket`' },
} as const satisfies SettingSpecs;

const { runtime, runtime_memory, runtime_timeout, customized_runtime } = workerSection;

/** Section `serverless`: what serverless backends use where their own section says nothing. */
export const serverlessSection = {
  backend: { type: 'string', default: 'aws_lambda', doc: 'Serverless compute backend' },
  runtime,
  runtime_memory: { ...runtime_memory, default: 256 },
  runtime_timeout: { ...runtime_timeout, default: 600 },
  remote_invoker: {
    type: 'boolean',
    default: false,
    doc: 'One cloud function starts all workers, instead of this program',
  },
  customized_runtime: { ...customized_runtime, default: false },
} as const satisfies SettingSpecs;

/** Section `standalone`: what VM backends use where their own section says nothing. */
export const standaloneSection = {
  backend: { type: 'string', default: 'aws_ec2', doc: 'Standalone compute backend' },
  runtime,
  runtime_memory,
  runtime_timeout,
  exec_mode: {
    type: ['consume', 'create', 'reuse'],
    doc: '`consume`: one existing VM; `create`: new VMs for each job; `reuse`: running VMs first',
  },
  auto_dismantle: { type: 'boolean', default: true, doc: 'Stop VMs by themselves' },
  soft_dismantle_timeout: {
    type: 'number',
    unit: 's',
    minimum: 0,
    default: 300,
    doc: 'Time to stop a VM after a job completed',
  },
  hard_dismantle_timeout: {
    type: 'number',
    unit: 's',
    minimum: 0,
    default: 3600,
    doc: 'Time to stop a VM after a job started',
  },
  start_timeout: { type: 'number', unit: 's', minimum: 1, default: 300, doc: 'Time for a VM to come up' },
  pull_runtime: { type: 'boolean', default: false, doc: 'Pull the container image on each VM before a job' },
} as const satisfies SettingSpecs;

/** Sections that are core's own, by name. `localhost` has the keys of its plug-ins and nothing else. */
export const coreSections: Readonly<Record<string, SettingSpecs>> = {
  lithops: lithopsSection,
  serverless: serverlessSection,
  standalone: standaloneSection,
  localhost: { ...workerSection, ...storeSection },
};
