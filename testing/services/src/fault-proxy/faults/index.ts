export {
  accessDenied,
  authorizationHeaderMalformed,
  internalError,
  invalidAccessKeyId,
  permanentRedirect,
  requestTimeTooSkewed,
  type S3ErrorDetails,
  s3Error,
  slowDown,
} from './answers.js';
export { loseReply, resetAfterDownload, resetAfterUpload, resetBeforeReply } from './connections.js';
export { after, beforeReply, slowBody, slowFirstByte, stallAfterDownload } from './delays.js';
export { incompleteListing, malformedListing, shortPages } from './listings.js';
