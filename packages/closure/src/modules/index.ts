export { isBundlerWrapper } from './bundler-wrapper.js';
export {
  type ClassifiedSpecifier,
  classifySpecifier,
  isLithops,
  type SpecifierKind,
} from './classify-specifier.js';
export type { ImportBinding, Interop } from './import-binding.js';
export { importsOf } from './imports-of.js';
export { isInNodeModules } from './package-folder.js';
