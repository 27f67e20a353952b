import type { LogLevel } from '../log/settings.js';
import type { LithopsSettings, SectionValues, WorkerSettings } from './configuration.js';
import { lithopsSection as defaults } from './core-sections.js';
import type { Findings } from './findings.js';
import { isPythonRuntime } from './python-keys.js';

/** Section `lithops`, checked and complete, in the names and units of TypeScript. */
export function toLithopsSettings(section: SectionValues, storage: SectionValues): LithopsSettings {
  const text = (key: string): string | undefined => asText(section[key]);
  const number = (key: string): number | undefined => asNumber(section[key]);
  const includeModules = section['include_modules'];
  return {
    storageBucket: asText(storage['storage_bucket']) ?? text('storage_bucket'),
    dataCleaner: section['data_cleaner'] !== false,
    workers: number('workers'),
    // Python takes 0 and None for "no limit" as well.
    dataLimitMb: number('data_limit') || false,
    executionTimeoutMs: toMs(number('execution_timeout') ?? defaults.execution_timeout.default),
    includeModules: includeModules === null ? null : asTexts(includeModules),
    excludeModules: asTexts(section['exclude_modules']),
    retries: number('retries'),
    persist: section['persist'] === true,
    monitoringIntervalMs: toMs(number('monitoring_interval')),
    chunkSize: number('chunksize'),
    log: {
      level: toLogLevel(section['log_level']),
      format: text('log_format') ?? defaults.log_format.default,
      stream: text('log_stream')?.endsWith('stdout') ? 'stdout' : 'stderr',
      filename: text('log_filename'),
    },
  };
}

/** What every backend has, from its own section. */
export function toWorkerSettings(section: SectionValues, findings: Findings): WorkerSettings {
  const processes = section['worker_processes'];
  const packages = section['packages'];
  return {
    runtime: toRuntime(asText(section['runtime']), findings),
    runtimeMemoryMb: asNumber(section['runtime_memory']),
    runtimeTimeoutMs: toMs(asNumber(section['runtime_timeout'])),
    maxWorkers: asNumber(section['max_workers']),
    workerProcesses: processes === 'AUTO' ? 'AUTO' : asNumber(processes),
    packages: packages === undefined ? undefined : asTexts(packages),
    customizedRuntime: asFlag(section['customized_runtime']),
  };
}

function toRuntime(runtime: string | undefined, findings: Findings): string | undefined {
  if (runtime === undefined || !isPythonRuntime(runtime)) return runtime;
  findings.warn(`The runtime "${runtime}" is one of Lithops for Python: Node.js runs the calls instead.`);
  return undefined;
}

function toLogLevel(value: unknown): LogLevel | false {
  switch (value) {
    case 'debug':
    case 'info':
    case 'warning':
    case 'error':
    case 'critical':
      return value;
    case 'warn':
      return 'warning';
    default:
      return false;
  }
}

function toMs(seconds: number): number;
function toMs(seconds: number | undefined): number | undefined;
function toMs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function asFlag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function asTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
