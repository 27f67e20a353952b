export {
  type ActivationPayload,
  type ChunkData,
  type CodeReference,
  decodePayload,
  decodeStoredPayload,
  encodePayload,
  encodeStoredPayload,
  type MonitorRoute,
  type ReportRoute,
  type StorageReference,
} from './activation-payload.js';
export { garbage, isNumbers, isRecord, packEnvelope, unpackEnvelope } from './envelope.js';
export {
  type ItemKind,
  isObjectPart,
  isObjectResults,
  type ObjectResults,
} from './item-kind.js';
export type { AttemptStats, ContinuationWork, Failure, Outcome } from './outcome.js';
export {
  type OutcomeExtra,
  OutcomeRows,
  OutcomeRowWriter,
  type ReportedOutcome,
  type StoredValue,
} from './outcome-rows.js';
export { decodeReference, encodeReference, type PayloadReference } from './payload-reference.js';
export {
  type ActivationEnd,
  decodeReport,
  decodeReports,
  encodeReport,
  joinReports,
  type Report,
} from './report.js';
export { newSealKey, seal, unseal } from './seal.js';
