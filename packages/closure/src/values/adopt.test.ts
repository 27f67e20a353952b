import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { adopt, isInOtherRealm } from './adopt.js';

describe('adopt', () => {
  it('gives plain values of another realm the prototypes of this one, all the way down', () => {
    const value: { self?: unknown } = runInNewContext(
      'const v = { list: [undefined, 0, { x: 1 }], map: new Map([[{ k: 1 }, new Set([[1]])]]), at: new Date(0), re: /x/g }; v.self = v; v',
    );
    expect(Object.getPrototypeOf(value)).not.toBe(Object.prototype);
    adopt([undefined, value, null]);
    expect(value.self).toBe(value);
    delete value.self;
    expect(value).toStrictEqual({
      list: [undefined, 0, { x: 1 }],
      map: new Map([[{ k: 1 }, new Set([[1]])]]),
      at: new Date(0),
      re: /x/g,
    });
  });

  it('is not needed where programs run in the main context', () => {
    expect(isInOtherRealm).toBe(false);
  });
});
