import { describe, expect, it } from 'vitest';
import { summarise, type VitestResults } from './vitest-suite.js';

const clean: VitestResults = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{}, {}, {}] }],
};

describe('what a run of vitest comes to', () => {
  it('counts the tests that passed, and has nothing to report', () => {
    expect(summarise(clean, false, 'noise')).toEqual({ passed: 3, failed: 0, skipped: 0, report: '' });
  });

  it('reports all that was printed when a test failed', () => {
    const results = { ...clean, numFailedTests: 2 };
    expect(summarise(results, true, 'what went wrong')).toMatchObject({
      failed: 2,
      report: 'what went wrong',
    });
  });

  it('counts a file that could not be loaded, in which there is no test to fail', () => {
    const results = { ...clean, testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(summarise(results, true, '')).toMatchObject({ passed: 3, failed: 1 });
  });

  it('fails when every test passed but the run ended badly: an unhandled error, a leak', () => {
    expect(summarise(clean, true, '')).toMatchObject({ passed: 3, failed: 1 });
  });

  it('fails when there was no test at all', () => {
    expect(summarise({ ...clean, numPassedTests: 0 }, false, '')).toMatchObject({ failed: 1 });
  });

  it('fails when the run left no results behind', () => {
    expect(summarise(undefined, true, '')).toMatchObject({ passed: 0, failed: 1 });
  });

  it('says how many tests were skipped', () => {
    expect(summarise({ ...clean, numPendingTests: 1, numTodoTests: 1 }, false, '').skipped).toBe(2);
  });
});
