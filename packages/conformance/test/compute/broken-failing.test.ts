import { describe } from 'vitest';
import { expectBroken } from './broken/expect-broken.js';
import { failing } from './broken/failing.js';

describe('the suite for compute backends', () => {
  expectBroken(failing);
});
