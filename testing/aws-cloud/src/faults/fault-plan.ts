import { seededRandom } from '@lithops/testing-services';
import type { Fault } from './fault.js';

/** What is known of a request before it is carried out. */
export interface FaultCandidate {
  readonly service: string;
  readonly operation: string;
  readonly functionName: string | undefined;
}

/** Which requests get a fault; all conditions must hold. */
export interface FaultTarget extends Partial<FaultCandidate> {
  /** Only the n-th request that the other conditions hold for, from 1. */
  readonly nth?: number;
  /** So many requests at most. Default: no end. */
  readonly times?: number;
  /** From 0 to 1. Default: 1. */
  readonly probability?: number;
  /** Of what `probability` draws. Default: 1. */
  readonly seed?: number;
}

/** Stops a fault. */
export type StopFault = () => void;

interface PlannedFault {
  readonly fault: Fault;
  readonly target: FaultTarget;
  readonly random: () => number;
  seen: number;
  given: number;
}

/** The faults that a test has switched on. */
export class FaultPlan {
  readonly #planned = new Set<PlannedFault>();

  /** @returns what ends it */
  inject(fault: Fault, target: FaultTarget = {}): StopFault {
    const planned = { fault, target, random: seededRandom(target.seed ?? 1), seen: 0, given: 0 };
    this.#planned.add(planned);
    return () => this.#planned.delete(planned);
  }

  clear(): void {
    this.#planned.clear();
  }

  /** The faults of this request. */
  draw(candidate: FaultCandidate): readonly Fault[] {
    return [...this.#planned].filter((planned) => hits(planned, candidate)).map(({ fault }) => fault);
  }
}

function hits(planned: PlannedFault, candidate: FaultCandidate): boolean {
  const { target } = planned;
  if (!matches(target.service, candidate.service)) return false;
  if (!matches(target.operation, candidate.operation)) return false;
  if (!matches(target.functionName, candidate.functionName)) return false;
  planned.seen += 1;
  if (target.nth !== undefined && planned.seen !== target.nth) return false;
  if (planned.given >= (target.times ?? Number.POSITIVE_INFINITY)) return false;
  if (planned.random() >= (target.probability ?? 1)) return false;
  planned.given += 1;
  return true;
}

function matches(wanted: string | undefined, got: string | undefined): boolean {
  return wanted === undefined || wanted === got;
}
