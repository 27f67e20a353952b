import { describe } from 'vitest';
import { declaring, removeLeft } from './broken/declaring.js';
import { expectBroken } from './broken/expect-broken.js';

describe('the suite for compute backends', () => {
  removeLeft();
  // What a process has is looked at: nobody else may run in it.
  expectBroken(declaring, { isConcurrent: false });
});
