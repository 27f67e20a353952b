export { SourceMapper, type SourceMapperOptions, type SourcePosition } from './source-mapper.js';
