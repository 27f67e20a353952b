import { createRequire } from 'node:module';

// What was built requires the SDKs in the middle of a test, after a bundler has run. By then, under vitest, Node.js does not follow
// symbolic links any more that it has not met before, and finds an SDK where its own dependencies are not.
createRequire(import.meta.resolve('@lithops/backend-aws-lambda')).resolve('@aws-sdk/client-lambda');
createRequire(import.meta.resolve('@lithops/storage-s3')).resolve('@aws-sdk/client-s3');
