/** What can go wrong with an activation. Not every backend can do everything: each says what a fault means for it. */
export type Fault =
  | 'throttle'
  | 'unavailable'
  | 'reject'
  | 'runtime-missing'
  | 'never-start'
  | 'kill-before'
  | 'kill-during'
  | 'kill-after'
  | 'out-of-memory'
  | 'lose-reply'
  | 'garbage'
  | 'answer-twice'
  | 'answer-late'
  | 'no-word';

/** Which activations a fault meets: the first so many, or each with that probability. */
export type FaultTarget = { readonly first: number } | { readonly share: number };

/** Faults by name, drawn in this order for each activation; at most one meets it. */
export type FaultPlan = { readonly [F in Fault]?: FaultTarget | undefined };

/** Draws faults. The same plan and seed give the same sequence. */
export class Faults {
  readonly #selectors: (readonly [Fault, () => boolean])[] = [];
  readonly #random: () => number;
  readonly #drawn = new Map<Fault, number>();

  /** @param seed for targets by share @default 1 */
  constructor(plan: FaultPlan = {}, seed = 1) {
    this.#random = mulberry32(seed);
    this.add(plan);
  }

  /** From now on these, too. */
  add(plan: FaultPlan): void {
    for (const [fault, target] of Object.entries(plan) as [Fault, FaultTarget][])
      this.#selectors.push([fault, selector(target, this.#random)]);
  }

  /** The fault that meets the next activation. */
  draw(): Fault | undefined {
    const fault = this.#selectors.find(([, isMet]) => isMet())?.[0];
    if (fault !== undefined) this.#drawn.set(fault, this.count(fault) + 1);
    return fault;
  }

  /** How often that fault was drawn so far. */
  count(fault: Fault): number {
    return this.#drawn.get(fault) ?? 0;
  }
}

function selector(target: FaultTarget, random: () => number): () => boolean {
  if ('share' in target) return () => random() < target.share;
  let left = target.first;
  return () => left-- > 0;
}

/** Formula: Mulberry32, a 32-bit generator by Tommy Ettinger (public domain). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
