import { type Configuration, resolveConfiguration } from '../config/index.js';
import { LithopsError } from '../errors/lithops-error.js';
import { Log } from '../log/index.js';
import { type CurrentCall, currentCall } from '../worker/current-call.js';
import { storageOf } from '../worker/storage-registry.js';
import { builtins } from './builtins.js';
import type { EarlyWorker } from './early-worker.js';
import { ExecutorCore } from './executor-core.js';
import { newExecutorId, newNestedExecutorId } from './identity.js';
import type { ExecutorOptions } from './options.js';
import { warnOfUnreadFailures } from './unread-failures.js';
import { checkExecutorOptions } from './validate-options.js';

/**
 * An executor as configured. Inside a call and without options, it is one on the caller's own backend and storage.
 * @throws {LithopsError} for bad options and configuration.
 */
export function openExecutor(options: ExecutorOptions = {}, early?: EarlyWorker): ExecutorCore {
  checkExecutorOptions(options);
  const call = currentCall();
  const isNested = call !== undefined && !saysWhereToRun(options);
  const place = isNested ? placeOf(call, options) : {};
  const configuration = resolveConfiguration({ ...options, ...place }, builtins);
  early?.configured(configuration);
  const log = logOf(configuration);
  const executorId = call === undefined ? newExecutorId() : newNestedExecutorId(call);
  const core = new ExecutorCore(executorId, configuration, options, log);
  log.info(describe(executorId, configuration));
  warnOfUnreadFailures(core);
  return core;
}

function saysWhereToRun({ backend, mode, config, configFile }: ExecutorOptions): boolean {
  return [backend, mode, config, configFile].some((option) => option !== undefined);
}

/** Monitors that core brings along: how any other is configured is known in the program alone. */
const ownMonitors: readonly string[] = ['direct', ...builtins.monitor.map(({ name }) => name)];

/** Backend, storage and monitor of the call that runs here. */
function placeOf(
  { host, storage, monitoring }: CurrentCall,
  options: ExecutorOptions,
): Pick<ExecutorOptions, 'backend' | 'storage' | 'config' | 'monitoring'> {
  if (host.nestedCompute !== undefined) {
    const bucket = storage.bucket === '' ? {} : { config: { lithops: { storage_bucket: storage.bucket } } };
    if (options.monitoring === undefined && !ownMonitors.includes(monitoring))
      throw otherMonitor(monitoring.replace(/#\d+$/, ''));
    return {
      backend: host.nestedCompute(),
      storage: storageOf(storage),
      monitoring: options.monitoring ?? monitoring,
      ...bucket,
    };
  }
  throw new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message:
      'Expected a backend whose workers can open executors of their own, got one that cannot. ' +
      'Return ctx.map(…) instead: the client runs it and no worker waits.',
  });
}

function otherMonitor(name: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message:
      `Expected a monitor that executors inside calls can have as well (${ownMonitors.join(', ')}), got that of the caller, "${name}", ` +
      "whose configuration is not here. Say which: new FunctionExecutor({ monitoring: 'storage' }), or return ctx.map(…), which the client runs.",
  });
}

function describe(executorId: string, { compute, storage, source }: Configuration): string {
  const place = `calls run on ${compute.plugin.name}, what must be stored goes to ${storage.plugin.name}`;
  return `Executor ${executorId} is open: ${place} (${source ?? 'no configuration file'}).`;
}

function logOf(configuration: Configuration): Log {
  const log = new Log({
    settings: configuration.lithops.log,
    redact: (text) => configuration.redact(text),
  });
  for (const warning of configuration.warnings) log.warnOnce(warning);
  return log.named('lithops.executor');
}
