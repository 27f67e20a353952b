import type { CodeSpace } from '@lithops/closure';
import type { Reporter } from '../spec/monitor.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import type { ActivationPayload, ReportRoute } from '../wire/index.js';
import { asStored, PersistingSender } from './persisting-sender.js';
import { ReportEncoder } from './report-encoder.js';
import { MonitorSender, ReplySender, type ReportSender } from './report-sender.js';
import type { WorkerHost } from './worker-host.js';

type MonitorRoute = Extract<ReportRoute, { to: 'monitor' }>;

/** What decides where the outcomes of an activation go. */
export interface SenderParts {
  readonly payload: ActivationPayload;
  readonly host: WorkerHost;
  /** `undefined`: it could not be loaded, or somebody else has it. */
  readonly code: CodeSpace | undefined;
  readonly openStorage: () => Promise<StorageBackend>;
  readonly onPart?: ((body: Uint8Array<ArrayBuffer>) => void) | undefined;
}

export function openSender({ payload, host, code, openStorage, onPart }: SenderParts): ReportSender {
  const { report, executorId, storage, persistSeal } = payload;
  const told = persistSeal === undefined ? payload : asStored(payload, persistSeal);
  const encoder = new ReportEncoder(code, told, openStorage);
  const open = (route: MonitorRoute): Reporter =>
    host.createReporter(route, { executorId, storage, open: openStorage });
  const sender =
    report.to === 'reply'
      ? new ReplySender(payload, encoder, onPart)
      : new MonitorSender(payload, encoder, open(report), report);
  const isStored = report.to === 'monitor' && report.monitor === 'storage';
  if (persistSeal === undefined || told.report.to === 'reply' || isStored) return sender;
  return new PersistingSender(told, encoder, open(told.report), persistSeal, sender);
}
