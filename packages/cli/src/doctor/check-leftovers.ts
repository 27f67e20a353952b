import type { DoctorFinding } from '@lithops/core/spec';
import { commandName } from '../command-name.js';
import { counted, formatSize } from '../format-size.js';
import { abandonedBefore, leftoversBefore } from '../leftovers.js';
import { configuredBucket, withStore } from '../open-store.js';
import type { ConfiguredCheck } from './check.js';

/** Did programs that crashed leave something behind? */
export const leftoversCheck: ConfiguredCheck = {
  name: 'leftovers',
  needs: 'storage',
  limitMs: 60_000,
  run: ({ configuration }) =>
    withStore(configuration, async (storage) => {
      const bucket = configuredBucket(configuration);
      if (bucket === undefined) return [];
      const olderThan = abandonedBefore();
      const found = await leftoversBefore({ storage, bucket }, olderThan);
      const garbage = found.filter(({ persisted, cloudObjects, objects }) => {
        return persisted.length === 0 && objects > cloudObjects;
      });
      const writes = (await storage.clean?.({ olderThan, dryRun: true, bucket })) ?? [];
      if (garbage.length === 0 && writes.length === 0) return [nothing];
      const sizeBytes = garbage.reduce((sum, one) => sum + one.sizeBytes, 0);
      return [something(garbage.length, sizeBytes, writes.length)];
    }),
};

const nothing: DoctorFinding = { level: 'ok', message: 'none of runs that crashed' };

function something(runs: number, sizeBytes: number, writes: number): DoctorFinding {
  const parts = [
    runs === 0 ? undefined : `${formatSize(sizeBytes)} of ${counted(runs, 'run')} that crashed`,
    writes === 0 ? undefined : `${counted(writes, 'write')} that never ended`,
  ].filter((part) => part !== undefined);
  return {
    level: 'warning',
    message: `${parts.join(' and ')}, over a day old`,
    fix: `${commandName()} clean`,
  };
}
