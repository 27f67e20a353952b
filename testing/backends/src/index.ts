export { type BatchBackend, type BatchOptions, batch } from './batch-backend.js';
export { type EventsBackend, type EventsOptions, events } from './events-backend.js';
export { type FaasBackend, type FaasOptions, faas, type TestPlugin } from './faas-backend.js';
export type { Fault, FaultPlan, FaultTarget } from './faults.js';
export { type Recording, recording } from './recording.js';
export { WorkerFleet } from './worker-fleet.js';
