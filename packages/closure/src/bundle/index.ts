export type { BundleOptions } from './bundle-options.js';
export { bundlePackages, type PackageBundle } from './bundle-packages.js';
export { type PackageData, PackageTable } from './open-packages.js';
export type { External, PackageReference } from './package-reference.js';
