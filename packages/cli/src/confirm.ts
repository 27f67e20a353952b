import { createInterface } from 'node:readline/promises';
import { LithopsError } from '@lithops/core';
import type { CommandStreams } from './streams.js';

/**
 * Asks before something that cannot be undone.
 *
 * @returns false when the answer is no.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` where nobody can be asked.
 */
export async function confirm(question: string, { stdin, stderr }: CommandStreams): Promise<boolean> {
  if (stdin?.isTTY !== true) {
    throw new LithopsError({
      code: 'LITHOPS_INVALID_ARGUMENT',
      message: `Expected --yes, because there is no terminal to ask: ${question}`,
    });
  }
  const terminal = createInterface({ input: stdin });
  try {
    stderr.write(`${question} [y/N] `);
    // Ctrl-D is no answer.
    const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    const answer = await Promise.race([terminal.question(''), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
