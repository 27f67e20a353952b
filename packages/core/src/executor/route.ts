import type { Configuration } from '../config/index.js';
import { LithopsError } from '../errors/lithops-error.js';
import type { Logger } from '../log/index.js';
import type { ComputeBackend } from '../spec/compute-backend.js';
import type { Monitor } from '../spec/monitor.js';
import type { ReportRoute } from '../wire/index.js';
import { type ChosenMonitor, monitorByStorage } from './chosen-monitor.js';

/** How outcomes come back: on replies, or by a monitor. */
export interface Route {
  readonly report: ReportRoute;
  readonly monitor: Monitor | undefined;
}

/**
 * As configured; by itself `direct` where the backend can reply inline, else `storage`.
 *
 * @param configured the monitor that the configuration names
 * @throws {LithopsError} `LITHOPS_UNSUPPORTED` for `direct` on a backend that cannot.
 */
export async function chooseRoute(
  { monitoring, lithops }: Configuration,
  configured: ChosenMonitor | undefined,
  backend: ComputeBackend,
  seal: string,
  log: Logger,
): Promise<Route> {
  const canReply = backend.capabilities.replies.includes('inline');
  if (monitoring === 'direct' && !canReply) throw noInlineReplies(backend.name);
  if (monitoring === 'direct' || (monitoring === 'auto' && canReply))
    return { report: { to: 'reply' }, monitor: undefined };
  const { monitor, route } = configured ?? (await monitorByStorage(log));
  const report = { to: 'monitor', ...route, intervalMs: lithops.monitoringIntervalMs, seal } as const;
  return { report, monitor };
}

function noInlineReplies(backend: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message: `Expected a monitor that works with ${backend}, got "direct": its workers cannot answer the client. Use monitoring: storage.`,
  });
}
