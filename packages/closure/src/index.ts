export { ClosureError, type ClosureErrorCode, type ClosureErrorFields } from './errors.js';
