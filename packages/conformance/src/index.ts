/**
 * Tests for your own backends, storages and monitors, in the test runner that you have.
 *
 * @packageDocumentation
 */
export { type ComputeBackendSuiteOptions, computeBackendSuite } from './compute/index.js';
export { type Cut, type MonitorSuiteOptions, monitorSuite } from './monitor/index.js';
export type { SuiteOptions } from './options.js';
export { type StorageSuiteOptions, storageSuite } from './storage/index.js';
export type { TestRunner } from './test-runner.js';
