import { describe, expect, it } from 'vitest';
import { generatedText } from '../check/docs-code.js';
import { codeBlocks, expectedOutput } from './code-blocks.js';

const markdown = `# Title

\`\`\`ts run
console.log(1); // prints: 1
// prints: 2
\`\`\`

<!-- before
declare const exec: string;
-->
\`\`\`ts
exec.length;
\`\`\`

\`\`\`sh
npm test
\`\`\`
`;

describe('the code in a Markdown file', () => {
  const blocks = codeBlocks({ path: 'a.md', text: markdown });

  it('is found with its language, and with the line it begins on', () => {
    expect(blocks.map(({ language, line }) => [language, line])).toEqual([
      ['ts', 4],
      ['ts', 12],
      ['sh', 16],
    ]);
  });

  it('is run when it says so, and says what it prints', () => {
    expect(blocks.map(({ runnable }) => runnable)).toEqual([true, false, false]);
    expect(blocks.map(expectedOutput)).toEqual([['1', '2'], [], []]);
  });

  it('may lean on code that readers do not see', () => {
    expect(blocks[1]).toMatchObject({ before: 'declare const exec: string;\n', code: 'exec.length;\n' });
  });

  it('is compiled on the line it has in Markdown, so that errors name that line', () => {
    const [, second] = blocks;
    const lines = second === undefined ? [] : generatedText(second).split('\n');
    expect(lines[0]).toBe('declare const exec: string; ');
    expect(lines[11]).toBe('exec.length;');
  });
});
