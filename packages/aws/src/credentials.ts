import { LithopsError } from '@lithops/core';
import type { SectionConfig } from '@lithops/core/spec';
import type { credentialKeys } from './aws-section.js';

/** Where a client's credentials come from. Decided by configuration alone, never by what happens to work. */
export type Credentials =
  | {
      readonly kind: 'keys';
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken: string | undefined;
    }
  /** The SDK's own provider chain; it also refreshes what expires. */
  | { readonly kind: 'chain'; readonly profile: string | undefined };

/**
 * The credentials that a section (with what section `aws` adds to it) names.
 *
 * @param section - its name, for errors
 * @throws {LithopsError} `LITHOPS_CONFIG` for half a pair of keys.
 */
export function credentialsOf(section: string, keys: SectionConfig<typeof credentialKeys>): Credentials {
  const { access_key_id: accessKeyId, secret_access_key: secretAccessKey, session_token } = keys;
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return { kind: 'keys', accessKeyId, secretAccessKey, sessionToken: session_token };
  }
  if (accessKeyId === undefined && secretAccessKey === undefined && session_token === undefined) {
    return { kind: 'chain', profile: keys.config_profile };
  }
  throw halfAPair(section, keys);
}

function halfAPair(section: string, keys: SectionConfig<typeof credentialKeys>): LithopsError {
  const names = ['access_key_id', 'secret_access_key'] as const;
  const missing = names.filter((name) => keys[name] === undefined);
  const set = [...names, 'session_token' as const].filter((name) => keys[name] !== undefined);
  const places = missing.map((name) => `"${section}.${name}"`).join(' and ');
  return new LithopsError({
    code: 'LITHOPS_CONFIG',
    message: `Expected access_key_id and secret_access_key together, got ${set.join(' and ')} without ${missing.join(' and ')}: set ${places} too, or remove the other and rely on the provider chain of the AWS SDK.`,
  });
}
