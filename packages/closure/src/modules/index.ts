export { isBundlerWrapper } from './bundler-wrapper.js';
export { classifySpecifier, isLithops } from './classify-specifier.js';
export type { ImportBinding } from './import-binding.js';
export { importsOf } from './imports-of.js';
