import type { Configuration } from '../config/index.js';
import { PayloadBuilder } from '../dispatch/payload-builder.js';
import type { ComputeBackend } from '../spec/compute-backend.js';
import type { Route } from './route.js';
import type { StorageAccess } from './storage-access.js';

const MB = 1024 * 1024;

interface PayloadSettings {
  readonly configuration: Configuration;
  readonly sealKey: string;
}

/** Makes payloads that this backend can carry, whose outcomes its replies, or the monitor, can. */
export function payloadBuilderFor(
  { capabilities }: ComputeBackend,
  { report, monitor }: Route,
  storage: StorageAccess,
  { configuration, sealKey }: PayloadSettings,
): PayloadBuilder {
  const { maxPayloadBytes, maxReplyBytes, sharesClientFilesystem } = capabilities;
  const { mode, lithops, worker } = configuration;
  const { dataLimitMb } = lithops;
  const isOnThisMachine = sharesClientFilesystem || mode === 'localhost';
  return new PayloadBuilder({
    storage: storage.reference,
    report,
    sealKey,
    maxPayloadBytes: maxPayloadBytes[report.to === 'reply' ? 'inline' : 'none'],
    maxReplyBytes: Math.min(maxReplyBytes, monitor?.maxReportBytes ?? Number.POSITIVE_INFINITY),
    hasFunctions: worker.customizedRuntime,
    dataLimitBytes: isOnThisMachine || dataLimitMb === false ? undefined : dataLimitMb * MB,
    openStorage: () => storage.open(),
  });
}
