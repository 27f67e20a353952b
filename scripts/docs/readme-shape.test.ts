import { describe, expect, it } from 'vitest';
import { misshapenReadmes } from './readme-shape.js';

const one = { folder: 'packages/storage-x', manifest: { name: '@lithops/storage-x' } };
const good = `# @lithops/storage-x

Stores in X.

\`\`\`sh
npm install @lithops/core @lithops/storage-x
\`\`\`

\`\`\`ts
x();
\`\`\`

## Limits

None. More: [X](../../docs/x.md).
`;
const problems = (text: string) => misshapenReadmes([one], [{ path: 'packages/storage-x/README.md', text }]);

describe('the README of a package', () => {
  it('has a title, a way to install, an example, limits and a link to its guide', () => {
    expect(problems(good)).toEqual([]);
  });

  it.each([
    ['# @lithops/storage-x', '# X', 'begin with "# @lithops/storage-x"'],
    ['npm install @lithops/core @lithops/storage-x', 'npm install @lithops/storage-xy', 'npm install'],
    ['```ts', '```yaml', 'an example'],
    ['## Limits', '## Limit', '"## Limits"'],
    ['../../docs/x.md', '../x.md', 'link to its page'],
  ])('is wrong without %j', (part, other, problem) => {
    expect(problems(good.replace(part, other))).toEqual([expect.stringContaining(problem)]);
  });
});
