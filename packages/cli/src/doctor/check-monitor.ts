import { silentContext } from '@lithops/core/config';
import type { ConfiguredCheck } from './check.js';

/** What the monitor stands on: a broker, where outcomes come by one. */
export const monitorCheck: ConfiguredCheck = {
  name: 'monitor',
  limitMs: 30_000,
  async run({ configuration: { monitoring } }, signal) {
    if (monitoring === 'auto' || monitoring === 'direct') return [];
    const monitor = await monitoring.create(silentContext());
    try {
      return (await monitor.doctor?.(signal)) ?? [];
    } finally {
      await monitor.close?.();
    }
  },
};
