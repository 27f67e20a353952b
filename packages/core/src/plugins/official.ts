import type { Mode } from '../executor/options.js';
import type { Plugin } from '../spec/plugin.js';

/** What a plug-in is for. */
export type PluginKind = Plugin['kind'];

interface OfficialCompute {
  /** `undefined`: core brings it. */
  readonly package: string | undefined;
  readonly mode: Mode;
  /** Storage of the same cloud, taken when none is named. */
  readonly storage: string;
}

/** Compute backends of this project. */
const compute: Readonly<Record<string, OfficialCompute>> = {
  localhost: { package: undefined, mode: 'localhost', storage: 'localhost' },
  aws_lambda: { package: '@lithops/backend-aws-lambda', mode: 'serverless', storage: 'aws_s3' },
  aws_batch: { package: '@lithops/backend-aws-batch', mode: 'serverless', storage: 'aws_s3' },
  aws_ec2: { package: '@lithops/backend-aws-ec2', mode: 'standalone', storage: 'aws_s3' },
  aliyun_fc: { package: '@lithops/backend-aliyun-fc', mode: 'serverless', storage: 'aliyun_oss' },
  vm: { package: '@lithops/backend-vm', mode: 'standalone', storage: 'aws_s3' },
};

const packages: Readonly<Record<PluginKind, Readonly<Record<string, string | undefined>>>> = {
  compute: Object.fromEntries(Object.entries(compute).map(([name, entry]) => [name, entry.package])),
  storage: {
    localhost: undefined,
    aws_s3: '@lithops/storage-s3',
    ceph: '@lithops/storage-s3',
    minio: '@lithops/storage-s3',
    ibm_cos: '@lithops/storage-s3',
    aliyun_oss: '@lithops/storage-oss',
  },
  monitor: { direct: undefined, storage: undefined, rabbitmq: '@lithops/monitor-rabbitmq' },
};

/** What Lithops for Python has beyond that, so that its users are told rather than sent looking for a typing error. */
const pythonOnly: Readonly<Record<PluginKind, readonly string[]>> = {
  compute: [
    'ibm_cf',
    'code_engine',
    'knative',
    'openwhisk',
    'gcp_cloudrun',
    'gcp_functions',
    'cloudrun',
    'azure_functions',
    'azure_containers',
    'oracle_f',
    'k8s',
    'singularity',
    'ibm_vpc',
    'azure_vms',
    'gcp_compute_engine',
  ],
  storage: [
    'gcp_storage',
    'azure_storage',
    'oracle_oss',
    'swift',
    'redis',
    'infinispan',
    'infinispan_hotrod',
  ],
  monitor: [],
};

/** The package of this project that has the plug-in; `undefined`: core itself, or nobody we know. */
export function officialPackage(kind: PluginKind, name: string): string | undefined {
  return Object.hasOwn(packages[kind], name) ? packages[kind][name] : undefined;
}

/** All names of that kind that need no package of somebody else. */
export function officialNames(kind: PluginKind): readonly string[] {
  return Object.keys(packages[kind]);
}

/** Does only Lithops for Python have it? */
export function isPythonOnly(kind: PluginKind, name: string): boolean {
  return pythonOnly[kind].includes(name);
}

/** A plug-in of this project or of Lithops for Python. */
export function isKnownName(kind: PluginKind, name: string): boolean {
  return Object.hasOwn(packages[kind], name) || isPythonOnly(kind, name);
}

/** Mode of a backend of this project; `undefined`: of somebody else's. */
export function officialMode(backend: string): Mode | undefined {
  return Object.hasOwn(compute, backend) ? compute[backend]?.mode : undefined;
}

/** The storage of the backend's cloud; `undefined`: somebody else's backend. */
export function officialStorage(backend: string): string | undefined {
  return Object.hasOwn(compute, backend) ? compute[backend]?.storage : undefined;
}
