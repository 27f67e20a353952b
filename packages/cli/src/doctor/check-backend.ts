import { silentContext } from '@lithops/core/config';
import type { ConfiguredCheck } from './check.js';

/** What the backend itself can tell: its account, rights, limits. */
export const backendCheck: ConfiguredCheck = {
  name: 'backend',
  limitMs: 30_000,
  async run({ configuration }, signal) {
    const backend = await configuration.compute.create(silentContext());
    try {
      return (await backend.doctor?.(signal)) ?? [];
    } finally {
      await backend.close();
    }
  },
};
