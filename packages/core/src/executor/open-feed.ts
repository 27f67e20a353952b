import { StorageMonitorClient } from '../monitor/storage-monitor.js';
import type { Monitor, MonitorContext } from '../spec/monitor.js';
import { type FeedSettings, MonitorFeed } from './monitor-feed.js';
import type { StorageAccess } from './storage-access.js';

interface OpenFeedSettings
  extends Omit<FeedSettings, 'backup'>,
    Pick<MonitorContext, 'executorId' | 'intervalMs'> {}

/** Opens the client half of a monitor, with storage behind it unless it is storage. */
export async function openFeed(
  monitor: Monitor,
  storage: StorageAccess,
  { executorId, intervalMs, ...settings }: OpenFeedSettings,
): Promise<MonitorFeed> {
  await storage.open();
  const { bucket } = storage.reference;
  const context: MonitorContext = { executorId, bucket, storage: () => storage.open(), intervalMs };
  const client = await monitor.open(context);
  const isStorage = client instanceof StorageMonitorClient;
  const backup = isStorage ? undefined : StorageMonitorClient.backup(context, settings.log);
  return new MonitorFeed(client, { ...settings, backup });
}
