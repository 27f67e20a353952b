export type { BundleOptions } from './bundle-options.js';
export { bundlePackages, type PackageBundle } from './bundle-packages.js';
export { applyInterop, readMembers } from './interop-value.js';
export { type OpenPackagesOptions, type PackageData, PackageTable } from './open-packages.js';
export {
  type External,
  type PackageEntry,
  type PackageReference,
  referenceKey,
} from './package-reference.js';
