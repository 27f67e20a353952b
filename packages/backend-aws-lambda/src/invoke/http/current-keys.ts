import type { Keys } from './signature.js';

/** Where keys come from; asked with `forceRefresh`, it does not give those that it has kept. */
export type KeyProvider = (options?: { readonly forceRefresh?: boolean }) => Promise<Keys>;

/** The keys to sign with: those of the provider, which refreshes what is about to expire. */
export class CurrentKeys {
  readonly #provide: KeyProvider;
  #renewing: Promise<Keys> | undefined;

  constructor(provide: KeyProvider) {
    this.#provide = provide;
  }

  get(): Promise<Keys> {
    return this.#provide();
  }

  /**
   * Other keys than those that the service has refused; however many requests it has refused, the provider is asked once.
   *
   * @returns `undefined` when there are no others
   */
  async insteadOf(refused: Keys): Promise<Keys | undefined> {
    const current = await this.#provide();
    if (areOthers(current, refused)) return current;
    this.#renewing ??= this.#provide({ forceRefresh: true }).finally(() => {
      this.#renewing = undefined;
    });
    const renewed = await this.#renewing;
    return areOthers(renewed, refused) ? renewed : undefined;
  }
}

function areOthers(a: Keys, b: Keys): boolean {
  return a.accessKeyId !== b.accessKeyId || a.sessionToken !== b.sessionToken;
}
