import { createRequire } from 'node:module';
import * as core from '@lithops/core';
import * as lithops from 'lithops';
import { describe, expect, it } from 'vitest';

describe('the lithops package', () => {
  it('is @lithops/core, for import', () => {
    expect(Object.keys(core).length).toBeGreaterThan(5);
    expect({ ...lithops }).toEqual({ ...core });
  });

  it('is @lithops/core, for require', () => {
    const require = createRequire(import.meta.url);
    const required: object = require('lithops');
    const requiredCore: object = require('@lithops/core');
    expect({ ...required }).toEqual({ ...requiredCore });
    expect(Object.keys(required).sort()).toEqual(Object.keys(core).sort());
  });
});
