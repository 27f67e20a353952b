export { type BundledProgramOptions, lithops } from './bundled-program.js';
export { chunksHeldBy, ownPartOf } from './whole-files.js';
