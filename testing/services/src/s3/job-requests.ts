import type { LoggedRequest } from '../fault-proxy/request-log.js';

/** What a proxy has seen of a job with `monitoring: 'storage'`. */
export interface JobRequests {
  /** Names of the statuses that were written, one for each request. */
  readonly statuses: readonly string[];
  /** Names of what was read of the statuses, one for each request. */
  readonly reads: readonly string[];
  /** Pages of each listing of the statuses. */
  readonly pagesOfPolls: readonly number[];
}

const statusFolder = /\/lithops\.jobs\/[^/]+\/[AMR]\d+\/status\//;

/** Sums up what was asked of the store for jobs that are monitored by it. */
export function jobRequests(requests: readonly LoggedRequest[]): JobRequests {
  const named = (operation: string) =>
    requests
      .filter((request) => request.operation === operation && statusFolder.test(request.path))
      .map(({ path }) => path.replace(/^.*\/status\//, ''));
  return { statuses: named('PutObject'), reads: named('GetObject'), pagesOfPolls: pagesOfPolls(requests) };
}

/** A listing begins with a request that starts after a place; those for its further pages start after a key. */
function pagesOfPolls(requests: readonly LoggedRequest[]): readonly number[] {
  const pages: number[] = [];
  for (const { operation, query } of requests) {
    if (operation !== 'ListObjectsV2' || query['prefix']?.endsWith('/status/') !== true) continue;
    const isFirst = query['start-after']?.endsWith('/') ?? true;
    if (isFirst) pages.push(1);
    else pages.push((pages.pop() ?? 0) + 1);
  }
  return pages;
}
