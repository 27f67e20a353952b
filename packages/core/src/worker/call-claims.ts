/**
 * Who looks after the calls of an activation while they run. Where nobody does (FaaS), all run one after the other.
 */
export interface CallClaims {
  /**
   * The calls of an activation are about to begin.
   *
   * @param limitMs of one call
   * @param patienceMs a call that takes longer does not hold up those behind it: they may be taken back
   */
  begin(total: number, limitMs: number, patienceMs: number): void;
  /**
   * Asked before each call: may it run? False: it and all behind it were taken back.
   *
   * @param nowMs by the clock of `monotonicMs`: the call begins
   */
  claim(position: number, nowMs: number): boolean;
  /** None of its calls runs any more. */
  end(): void;
}

export const unwatchedCalls: CallClaims = {
  begin: () => undefined,
  claim: () => true,
  end: () => undefined,
};
