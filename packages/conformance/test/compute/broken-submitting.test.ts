import { describe } from 'vitest';
import { expectBroken } from './broken/expect-broken.js';
import { submitting } from './broken/submitting.js';

describe('the suite for compute backends', () => {
  expectBroken(submitting);
});
