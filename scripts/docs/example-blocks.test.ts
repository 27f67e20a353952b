import { describe, expect, it } from 'vitest';
import { exampleBlocks } from './example-blocks.js';

const text = `const before = 1;
/**
 * Adds.
 *
 * @example
 * import { add } from 'sums';
 *
 * add(1, 2);
 * @throws never
 */
export function add() {}

class Sums {
  /**
   * @example
   * \`\`\`ts
   * subtract(2, 1);
   * \`\`\`
   */
  subtract() {}
}
// @example in another comment
`;

describe('the examples in the comments of a source file', () => {
  const blocks = exampleBlocks({ path: 'a.ts', text });

  it('are the code behind the tag, up to the next one or to the end of the comment', () => {
    expect(blocks.map(({ code }) => code.trim())).toEqual([
      "import { add } from 'sums';\n\nadd(1, 2);",
      'subtract(2, 1);',
    ]);
  });

  it('know on which line they begin', () => {
    expect(blocks.map(({ line }) => text.split('\n')[line - 1])).toEqual([
      " * import { add } from 'sums';",
      '   * ```ts',
    ]);
  });
});
