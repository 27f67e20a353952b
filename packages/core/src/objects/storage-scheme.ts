import { LithopsError } from '../errors/index.js';

/** Storages by the schemes that are not their own name. */
const storagesByScheme: Readonly<Record<string, readonly string[]>> = {
  s3: ['aws_s3', 'ceph', 'minio', 'ibm_cos'],
  cos: ['ibm_cos'],
  oss: ['aliyun_oss'],
};

/**
 * Refuses a name that says it lies in another storage than the configured one.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT`
 */
export function checkScheme(scheme: string | undefined, storageName: string, text: string): void {
  if (scheme === undefined || scheme === storageName) return;
  const storages = Object.hasOwn(storagesByScheme, scheme) ? (storagesByScheme[scheme] ?? []) : [];
  if (storages.includes(storageName)) return;
  const expected = storages.length > 0 ? storages.join(', ') : scheme;
  throw new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message:
      `Expected a storage that ${scheme}:// fits (${expected}) for the name "${text}", got "${storageName}". ` +
      'Configure that storage (lithops.storage), or write the name without the scheme.',
  });
}
