import { describe, expect, it } from 'vitest';
import { codeBlocks } from '../docs/code-blocks.js';
import { malformedBlocks } from './docs-data.js';

/** What is wrong with one block. */
function problems(language: string, code: string): Promise<readonly string[]> {
  return malformedBlocks(codeBlocks({ path: 'a.md', text: `# A\n\n\`\`\`${language}\n${code}\n\`\`\`\n` }));
}

describe('a block of data or JavaScript in the documentation', () => {
  it.each([
    ['js', 'const [a] = [1];'],
    ['json', '{ "a": [1] }'],
    ['yaml', 'a:\n  - 1'],
    ['sh', 'anything { goes'],
  ])('passes as %s when it is well formed', async (language, code) => {
    expect(await problems(language, code)).toEqual([]);
  });

  it.each([
    ['js', 'const [a = 1;'],
    ['json', '{ "a": [1], }'],
    ['yaml', 'a: [1'],
  ])('is told with its place as %s when it is not', async (language, code) => {
    expect(await problems(language, code)).toEqual([expect.stringMatching(`^a\\.md:4 is no ${language}: `)]);
  });
});
