import { seededRandom } from '../http/seeded-random.js';
import type { LoggedRequest } from './request-log.js';

/** Which requests are meant; what is left out is not looked at. */
export interface RequestMatcher {
  /** Such as `GET`. */
  readonly method?: string | undefined;
  /** Such as `ListObjectsV2`, or several. */
  readonly operation?: string | readonly string[] | undefined;
  /** Found in the decoded path, such as `/\/bucket\/a key$/`. */
  readonly path?: RegExp | undefined;
  /** Anything else. */
  readonly when?: ((request: LoggedRequest) => boolean) | undefined;
}

/** Which of the requests that match get a fault. */
export interface FaultTarget extends RequestMatcher {
  /** Only the so-manieth of those that match, counted from 1. */
  readonly nth?: number | undefined;
  /** At most so many of those that match. */
  readonly times?: number | undefined;
  /** Each with so much probability, from 0 to 1; the same seed gives the same choices. Default: 1. */
  readonly probability?: number | undefined;
  /** Default: 1. */
  readonly seed?: number | undefined;
}

/** Whether a request is meant. */
export function matches({ method, operation, path, when }: RequestMatcher, request: LoggedRequest): boolean {
  if (method !== undefined && method !== request.method) return false;
  if (operation !== undefined && ![operation].flat().includes(request.operation)) return false;
  if (path !== undefined && request.path.search(path) === -1) return false;
  return when === undefined || when(request);
}

/** A {@link FaultTarget} at work: asked for one request after the other, it counts and draws. */
export function chooser(target: FaultTarget): (request: LoggedRequest) => boolean {
  const { nth, times = Number.POSITIVE_INFINITY, probability = 1, seed = 1 } = target;
  const random = seededRandom(seed);
  let matched = 0;
  let chosen = 0;
  return (request) => {
    if (chosen >= times || !matches(target, request)) return false;
    matched += 1;
    if (nth !== undefined && matched !== nth) return false;
    if (random() >= probability) return false;
    chosen += 1;
    return true;
  };
}
