/** By method, what the path names, and the subresource by which S3 tells operations on the same path apart. */
const operations: Readonly<Record<string, string>> = {
  'DELETE bucket': 'DeleteBucket',
  'DELETE object': 'DeleteObject',
  'DELETE object uploadId': 'AbortMultipartUpload',
  'GET bucket': 'ListObjects',
  'GET bucket list-type': 'ListObjectsV2',
  'GET bucket location': 'GetBucketLocation',
  'GET bucket uploads': 'ListMultipartUploads',
  'GET object': 'GetObject',
  'GET object uploadId': 'ListParts',
  'GET service': 'ListBuckets',
  'HEAD bucket': 'HeadBucket',
  'HEAD object': 'HeadObject',
  'POST bucket delete': 'DeleteObjects',
  'POST object uploadId': 'CompleteMultipartUpload',
  'POST object uploads': 'CreateMultipartUpload',
  'PUT bucket': 'CreateBucket',
  'PUT object': 'PutObject',
  'PUT object uploadId': 'UploadPart',
};

const named = [
  ...['list-type', 'location', 'uploads', 'uploadId', 'delete'],
  ...['acl', 'cors', 'encryption', 'lifecycle', 'object-lock', 'policy', 'tagging', 'versioning', 'versions'],
];

/**
 * The operation that a path-style request is: `ListObjectsV2`, `UploadPart`. Those that have no name here are called after
 * what they look like: `GET bucket acl`.
 */
export function s3Operation(method: string, path: string, query: URLSearchParams): string {
  const subresource = named.find((name) => query.has(name));
  const key = [method, targetOf(path), subresource].filter((part) => part !== undefined).join(' ');
  return operations[key] ?? key;
}

function targetOf(path: string): string {
  const [, bucket = '', ...key] = path.split('/');
  if (bucket === '') return 'service';
  return key.join('/') === '' ? 'bucket' : 'object';
}
