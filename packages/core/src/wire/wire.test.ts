import { describe, expect, it } from 'vitest';
import { type ActivationPayload, decodePayload, encodePayload } from './activation-payload.js';
import { packEnvelope, unpackEnvelope } from './envelope.js';
import { OutcomeRows, type ReportedOutcome } from './outcome-rows.js';
import { decodeReport, encodeReport, type Report } from './report.js';
import { newSealKey, seal, unseal } from './seal.js';

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(values);

const payload: ActivationPayload = {
  executorId: 'e',
  jobId: 'M0000',
  activationId: 'a1',
  indexes: [4, 7],
  attempts: [1, 2],
  code: [
    { hash: 'h1', bytes: bytes(1, 2) },
    { hash: 'h2', key: 'functions/h2' },
  ],
  data: { form: 'chunk', bytes: bytes(9, 8, 7) },
  timeoutMs: 1000,
  maxReplyBytes: 10,
  env: { A: 'b' },
  report: { to: 'reply' },
  itemKind: 'value',
  storage: { name: 'localhost', bucket: 'b', sections: {} },
};

const outcomes: readonly ReportedOutcome[] = [
  {
    index: 0,
    attempt: 1,
    kind: 'value',
    stats: { execMs: 1.5, peakMemoryMb: 40, startedEpochMs: 1_790_000_000_123, cpuMs: 2.5 },
  },
  {
    index: 1,
    attempt: 2,
    kind: 'error',
    retryable: false,
    stats: { execMs: 0, peakMemoryMb: 0, startedEpochMs: 0, cpuMs: undefined },
    stored: { key: 'k', sha256: 's' },
  },
  {
    index: 2,
    attempt: 1,
    kind: 'failure',
    failure: { code: 'LITHOPS_TIMEOUT', message: 't' },
    stats: { execMs: 9, peakMemoryMb: 1, startedEpochMs: 1_790_000_000_124, cpuMs: undefined },
  },
  {
    index: 3,
    attempt: 1,
    kind: 'continuation',
    stats: { execMs: 0, peakMemoryMb: 0, startedEpochMs: 0, cpuMs: undefined },
    work: {
      method: 'map',
      functions: [bytes(6, 6)],
      code: [],
      items: [bytes(1), bytes()],
      areObjectNames: true,
      options: { timeoutMs: 5 },
    },
  },
];

const report: Report = {
  jobId: 'M0000',
  activationId: 'a1',
  worker: 'h:1',
  values: bytes(5),
  code: [{ hash: 'c', bytes: bytes(3) }],
  outcomes: OutcomeRows.of(outcomes),
  end: { returned: [9], tainted: true, failure: { code: 'LITHOPS_X', message: 'm' } },
};

describe('a payload', () => {
  it('arrives as it was sent, code inline or by key, data as a chunk or each alone', () => {
    expect(decodePayload(encodePayload(payload))).toMatchObject({
      ...payload,
      code: [
        { hash: 'h1', bytes: bytes(1, 2) },
        { hash: 'h2', key: 'functions/h2', bytes: undefined },
      ],
    });
    const each = { ...payload, data: { form: 'each', items: [bytes(1), bytes(2, 3)] } } as const;
    expect(decodePayload(encodePayload(each)).data).toEqual(each.data);
  });

  it('that is garbage is LITHOPS_PROTOCOL, whatever it holds', () => {
    const whole = encodePayload(payload);
    for (const broken of [
      bytes(),
      bytes(1, 2, 3),
      whole.slice(0, 40),
      whole.slice(0, -1),
      packEnvelope({ hello: 1 }, []),
    ]) {
      expect(() => decodePayload(broken)).toThrow(expect.objectContaining({ code: 'LITHOPS_PROTOCOL' }));
    }
  });
});

describe('a report', () => {
  it('arrives as it was sent, with every kind of outcome', () => {
    expect(decodeReport(encodeReport(report))).toEqual(
      expect.objectContaining({
        jobId: 'M0000',
        values: bytes(5),
        end: report.end,
        code: [{ hash: 'c', bytes: bytes(3), key: undefined }],
      }),
    );
    expect([...decodeReport(encodeReport(report)).outcomes]).toMatchObject(outcomes);
  });

  it('that is a payload, or is cut short, is LITHOPS_PROTOCOL', () => {
    for (const broken of [encodePayload(payload), encodeReport(report).slice(0, -1)]) {
      expect(() => decodeReport(broken)).toThrow(expect.objectContaining({ code: 'LITHOPS_PROTOCOL' }));
    }
  });
});

describe('a message of another major protocol', () => {
  it('is refused and both versions are named', () => {
    const text = Buffer.from(packEnvelope({}, []))
      .toString('latin1')
      .replace('"protocol":"1.0"', '"protocol":"2.0"');
    expect(() => unpackEnvelope(new Uint8Array(Buffer.from(text, 'latin1')))).toThrow(
      /expected protocol 1\.0, got 2\.0/,
    );
  });
});

describe('a sealed report', () => {
  it('opens with its key and with no other', () => {
    const key = newSealKey();
    expect(unseal(seal(bytes(1, 2), key), key)).toEqual(bytes(1, 2));
    expect(() => unseal(seal(bytes(1, 2), key), newSealKey())).toThrow(
      expect.objectContaining({ code: 'LITHOPS_PROTOCOL' }),
    );
    expect(() => unseal(bytes(1), key)).toThrow(expect.objectContaining({ code: 'LITHOPS_PROTOCOL' }));
  });
});
