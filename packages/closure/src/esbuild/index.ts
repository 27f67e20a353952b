/**
 * A plug-in of esbuild for programs that are bundled and ship functions.
 *
 * @packageDocumentation
 */
export { type BundledProgramOptions, lithops } from './bundled-program.js';
export { chunksHeldBy, ownPartOf } from './whole-files.js';
