import { failureOf } from './service-failure.js';

/** What tells keys apart. */
export interface Keys {
  readonly accessKeyId: string;
  readonly sessionToken?: string | undefined;
}

/** `client.config.credentials` of an SDK client: asked with `forceRefresh`, it does not give the keys that it has kept. */
export type KeyProvider = (options?: { readonly forceRefresh?: boolean }) => Promise<Keys>;

const expired = new Set(['ExpiredToken', 'ExpiredTokenException']);

/**
 * Sends again, once, what was refused because its keys have expired, if the provider has others by now. The SDK itself asks it
 * again only when the time has come that the provider gave: keys may end before.
 */
export async function withRenewedKeys<T>(provide: KeyProvider, send: () => Promise<T>): Promise<T> {
  // Requests that cannot do without keys say themselves that there are none.
  const before = await provide().catch(() => undefined);
  try {
    return await send();
  } catch (error) {
    if (before === undefined || !expired.has(failureOf(error).code)) throw error;
    // Many may be refused at once: the first asks for new keys, the others find them.
    const isRenewed = !areSame(await provide(), before);
    if (!isRenewed && areSame(await provide({ forceRefresh: true }), before)) throw error;
    return await send();
  }
}

function areSame(one: Keys, other: Keys): boolean {
  return one.accessKeyId === other.accessKeyId && one.sessionToken === other.sessionToken;
}
