export { CallError, type CallErrorFields } from './call-error.js';
export { CallSite, fromProgram, placeAt, placeWith } from './call-site.js';
export { invalidArgument } from './invalid-argument.js';
export { type ErrorCode, isLithopsError, LithopsError, type LithopsErrorFields } from './lithops-error.js';
export { didYouMean } from './nearest-name.js';
