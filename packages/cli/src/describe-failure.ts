import { isLithopsError } from '@lithops/core';
import { oneLine } from './one-line.js';
import { ProblemsFound } from './problems-found.js';

/**
 * What a person reads when a command failed: one line per problem, each with its code when it has one.
 *
 * @param withStack - the stack below it, with those of its causes.
 */
export function describeFailure(error: unknown, { withStack }: { readonly withStack: boolean }): string {
  const problems = error instanceof ProblemsFound ? error.problems : [error];
  return problems.map((problem) => `${withStack ? inFull(problem) : inOneLine(problem)}\n`).join('');
}

function inOneLine(problem: unknown): string {
  if (isLithopsError(problem)) return `${problem.code}: ${oneLine(problem.message)}`;
  const text = problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem);
  return `${oneLine(text)} (-d shows the stack)`;
}

function inFull(problem: unknown): string {
  if (!(problem instanceof Error)) return inOneLine(problem);
  const code = isLithopsError(problem) ? `${problem.code}: ` : '';
  const cause = problem.cause === undefined ? '' : `\ncaused by: ${inFull(problem.cause)}`;
  return `${code}${problem.stack ?? problem.message}${cause}`;
}
