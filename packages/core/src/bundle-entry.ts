/**
 * For bundlers of programs: what has to lie beside a program that runs where nothing is installed.
 *
 * @packageDocumentation
 */
export type { BundleFiles } from './bundle/bundle-files.js';
export { emitWorkers } from './bundle/emit-workers.js';
