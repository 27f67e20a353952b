import { CodeSpace, capture } from '@lithops/closure';
import { describe, expect, it } from 'vitest';
import type { OutcomeReport, Reporter } from '../spec/monitor.js';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import { type ActivationPayload, decodeReport, type MonitorRoute, unseal } from '../wire/index.js';
import { ReportEncoder } from './report-encoder.js';
import { MonitorSender } from './report-sender.js';
import type { CallEnd } from './run-call.js';

const MAX_BYTES = 4096;
const SEAL = 'the key of the test';
const nothingLeft = { returned: [], tainted: false };

/** What a monitor is given of calls that come to these values, all at once. */
async function told(values: readonly unknown[], tellsAtOnce: boolean): Promise<readonly OutcomeReport[]> {
  const reports: OutcomeReport[] = [];
  const silent = async (): Promise<void> => undefined;
  const reporter: Reporter = {
    started: () => undefined,
    outcome: (report) => void reports.push(report),
    flush: silent,
    close: silent,
  };
  const route: MonitorRoute = { to: 'monitor', monitor: 'm', intervalMs: undefined, seal: SEAL, tellsAtOnce };
  const payload = payloadOf(values.length, route);
  const store = new MemoryStorage();
  await store.createBucket('bucket');
  const encoder = new ReportEncoder(CodeSpace.of(capture((x: unknown) => x)), payload, async () => store);
  await new MonitorSender(payload, encoder, reporter, route).finish(values.map(endOf), nothingLeft);
  return reports;
}

function payloadOf(calls: number, report: MonitorRoute): ActivationPayload {
  return {
    executorId: 'abcdef-1',
    jobId: 'M0000',
    activationId: 'M0000-00000001',
    indexes: Array.from({ length: calls }, (_, index) => index),
    attempts: Array.from({ length: calls }, () => 1),
    code: [],
    data: { form: 'each', items: [] },
    itemKind: 'value',
    timeoutMs: 1000,
    maxReplyBytes: MAX_BYTES,
    env: {},
    report,
    storage: { name: 'memory', bucket: 'bucket', sections: {} },
  };
}

function endOf(value: unknown, index: number): CallEnd {
  const stats = { execMs: 1, peakMemoryMb: 1, startedEpochMs: 1, cpuMs: undefined };
  return { kind: 'value', value, index, attempt: 1, stats, isStillRunning: false };
}

/** Of each call: whether its result is in the report or in storage. */
function placesIn(reports: readonly OutcomeReport[]): readonly string[] {
  return reports.flatMap(({ body }) =>
    [...decodeReport(unseal(body, SEAL)).outcomes].map(({ index, stored }) =>
      stored === undefined ? `${index} told` : `${index} stored`,
    ),
  );
}

const largest = (reports: readonly OutcomeReport[]): number =>
  Math.max(...reports.map(({ body }) => body.byteLength));

describe.each([true, false])('what a monitor is given (told at once: %s)', (tellsAtOnce) => {
  it('is never larger than it carries, however large a result is', async () => {
    const places = new Set<string>();
    for (let size = MAX_BYTES - 600; size <= MAX_BYTES; size += 8) {
      const reports = await told(['x'.repeat(size)], tellsAtOnce);
      expect(largest(reports)).toBeLessThanOrEqual(MAX_BYTES);
      for (const place of placesIn(reports)) places.add(place);
    }
    expect([...places]).toEqual(['0 told', '0 stored']);
  });

  it('is cut where rows and results together are too large: nothing goes to storage for that', async () => {
    const values = Array.from({ length: 200 }, (_, n) => n);
    const reports = await told(values, tellsAtOnce);
    expect(largest(reports)).toBeLessThanOrEqual(MAX_BYTES);
    expect(reports.length).toBeGreaterThan(1);
    expect(placesIn(reports)).toEqual(values.map((n) => `${n} told`));
  });

  it('is one report where all of it fits', async () => {
    expect(await told(Array(20).fill(1), tellsAtOnce)).toHaveLength(1);
  });
});
