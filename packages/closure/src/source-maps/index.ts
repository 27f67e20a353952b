export { SourceMapper } from './source-mapper.js';
