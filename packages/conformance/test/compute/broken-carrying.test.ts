import { describe } from 'vitest';
import { carrying } from './broken/carrying.js';
import { expectBroken } from './broken/expect-broken.js';

describe('the suite for compute backends', () => {
  expectBroken(carrying);
});
