import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { TransportError } from '../spec/transport-error.js';
import { CallError } from './call-error.js';
import { isLithopsError, LithopsError } from './lithops-error.js';
import { mendableError, mendOf } from './mend.js';
import { didYouMean } from './nearest-name.js';

const family = {
  LithopsError: new LithopsError({ code: 'LITHOPS_X', message: 'm' }),
  CallError: new CallError({ code: 'LITHOPS_Y', message: 'm', callId: '0', index: 0, attempt: 1 }),
  TransportError: new TransportError('lost', 'm'),
};
const foreign = Object.assign(new Error('from another copy'), {
  [Symbol.for('lithops.error')]: true,
  code: 'LITHOPS_Z',
});

describe('the family of errors', () => {
  it('is recognised as a whole by its base, also from another copy of the package', () => {
    for (const error of [...Object.values(family), foreign]) expect(error).toBeInstanceOf(LithopsError);
    for (const other of [new Error('m'), 'LITHOPS_X', null, undefined, { code: 'LITHOPS_X' }]) {
      expect(other).not.toBeInstanceOf(LithopsError);
    }
  });

  it('has classes that do not recognise their siblings', () => {
    expect(family.LithopsError).not.toBeInstanceOf(CallError);
    expect(family.TransportError).not.toBeInstanceOf(CallError);
    expect(family.CallError).not.toBeInstanceOf(TransportError);
    expect(family.CallError).toBeInstanceOf(CallError);
  });

  it('has classes that recognise instances of another copy', () => {
    const marked = { [Symbol.for('lithops.error')]: true };
    expect(Object.assign(new Error('m'), marked, { code: 'LITHOPS_TRANSPORT', kind: 'lost' })).toBeInstanceOf(
      TransportError,
    );
    expect(
      Object.assign(new Error('m'), marked, { code: 'LITHOPS_TIMEOUT', callId: '0', index: 0 }),
    ).toBeInstanceOf(CallError);
    expect(Object.assign(new Error('m'), { code: 'LITHOPS_TRANSPORT', kind: 'lost' })).not.toBeInstanceOf(
      TransportError,
    );
  });

  it('is told apart by code', () => {
    expect([
      isLithopsError(family.CallError, 'LITHOPS_Y'),
      isLithopsError(family.CallError, 'LITHOPS_X'),
    ]).toEqual([true, false]);
    expect(isLithopsError(foreign, 'LITHOPS_Z')).toBe(true);
  });

  it('says which transport failures may be tried again', () => {
    const retryable = (['throttled', 'unavailable', 'lost', 'rejected'] as const).map(
      (kind) => new TransportError(kind, 'm').isRetryable,
    );
    expect(retryable).toEqual([true, true, false, false]);
  });
});

describe('what would mend an error', () => {
  const mend = { kind: 'install', package: 'p' } as const;
  const error = mendableError({ code: 'LITHOPS_Z', message: 'm', mend });

  it('is known to those who ask for it', () => expect(mendOf(error)).toEqual(mend));

  it('is not printed with the error, which is a LithopsError like others', () => {
    expect(inspect(error)).toMatch(/^LithopsError: m\n/);
    expect(inspect(error)).not.toContain('install');
  });
});

describe('the nearest name', () => {
  it.each([
    ['chunksize', ' Did you mean "chunkSize"?'],
    ['chunk_size', ' Did you mean "chunkSize"?'],
    ['timeotMs', ' Did you mean "timeoutMs"?'],
    ['colour', ''],
    ['', ''],
  ])('to "%s" is%s', (name, text) => expect(didYouMean(name, ['chunkSize', 'timeoutMs'])).toBe(text));
});
