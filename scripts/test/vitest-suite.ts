import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommandFailed, root, run } from '../setup/command.mjs';
import type { Suite, SuiteResult } from './suite.js';

/** A Node to run tests on: its binary, and its folder put first in `PATH` so that tests that start `node` start this one. */
export interface NodeUnderTest {
  readonly label: string;
  readonly binary: string;
  /** Folders of tests that are run on it; none: all. */
  readonly only: readonly string[];
}

/** The vitest tests of one workspace package. */
export function vitestSuite(name: string, folder: string, node?: NodeUnderTest): Suite {
  return {
    name,
    under: node?.label,
    async run() {
      const scratch = await mkdtemp(path.join(tmpdir(), 'lithops-test-'));
      try {
        const results = path.join(scratch, 'results.json');
        const { output, failed } = await vitest(folder, results, node);
        return summarise(await readResults(results), failed, output);
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
  };
}

async function vitest(folder: string, results: string, node: NodeUnderTest | undefined) {
  const binary = node?.binary ?? process.execPath;
  const program = path.join(root, 'node_modules/vitest/vitest.mjs');
  const args = [program, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  args.push(...(node?.only ?? []));
  const PATH = `${path.dirname(binary)}${path.delimiter}${process.env['PATH']}`;
  try {
    const cwd = path.join(root, folder);
    return {
      output: await run(binary, args, { cwd, env: { PATH, NO_COLOR: '1', FORCE_COLOR: undefined } }),
      failed: false,
    };
  } catch (error) {
    if (error instanceof CommandFailed) return { output: error.message, failed: true };
    throw error;
  }
}

/** The part of vitest's JSON report that is counted. */
export interface VitestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Files, among them those that could not even be loaded: they have no tests to count. */
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

async function readResults(file: string): Promise<VitestResults | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/**
 * What a run of vitest comes to. Whatever is wrong without a failed test (a file that cannot be loaded, an unhandled error,
 * no tests at all, a crash) counts as a failure too.
 */
export function summarise(results: VitestResults | undefined, ended: boolean, output: string): SuiteResult {
  const passed = results?.numPassedTests ?? 0;
  const broken = results?.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  let failed = (results?.numFailedTests ?? 0) + (broken?.length ?? 0);
  if (failed === 0 && (ended || passed === 0)) failed = 1;
  const skipped = (results?.numPendingTests ?? 0) + (results?.numTodoTests ?? 0);
  return { passed, failed, skipped, report: failed === 0 ? '' : output };
}
