import { describe, expect, it } from 'vitest';
import type { Page } from './page.js';
import { siteText } from './site-text.js';

const targets = {
  routes: new Map([
    ['README.md', 'first-steps'],
    ['docs/errors/README.md', 'errors/index'],
    ['docs/errors', 'errors/index'],
    ['docs/jobs.md', 'jobs'],
    ['examples/hello.ts', 'examples/hello'],
  ]),
  repository: undefined,
};

/** What a page of docs/ with that text says on the site. */
function onSite(text: string, repository?: string): string {
  const page: Page = { source: 'docs/page.md', route: 'page', title: 'Page', text };
  return siteText(page, { ...targets, repository });
}

describe('a page on the site', () => {
  it.each([
    ['[a](jobs.md)', '[a](/jobs)'],
    ['[a](jobs.md#part)', '[a](/jobs#part)'],
    ['[a](../README.md)', '[a](/first-steps)'],
    ['[a](errors/README.md)', '[a](/errors/)'],
    ['[a](errors/)', '[a](/errors/)'],
    ['[`a` [1]](../examples/hello.ts)', '[`a` [1]](/examples/hello)'],
  ])('leads by %s to the page of that file', (text, expected) => {
    expect(onSite(text)).toBe(expected);
  });

  it.each(['[a](#part)', '[a](https://example.org/jobs.md)', '`[a](jobs.md)`', '```md\n[a](jobs.md)\n```'])(
    'leaves %s as it is',
    (text) => {
      expect(onSite(text)).toBe(text);
    },
  );

  it('leads to the repository for what the site does not show', () => {
    expect(onSite('see [`run`](../scripts/run.mjs).', 'https://example.org/files/')).toBe(
      'see [`run`](https://example.org/files/scripts/run.mjs).',
    );
  });

  it('has no link to that when nobody knows where the repository is', () => {
    expect(onSite('see [`run`](../scripts/run.mjs), [jobs](jobs.md).')).toBe('see `run`, [jobs](/jobs).');
  });

  it('shows code without what only our checks read', () => {
    const text = '<!-- before\nconst a = 1;\n-->\n\n```ts run\na;\n```\n';
    expect(onSite(text)).toBe('```ts\na;\n```\n');
  });

  it('shows a file of code below its opening comment', () => {
    const page: Page = {
      source: 'examples/hello.ts',
      route: 'examples/hello',
      title: 'hello.ts',
      text: '// The shortest program.\n// It greets.\nconsole.log(1);\n',
    };
    expect(siteText(page, targets)).toBe(
      '# hello.ts\n\nThe shortest program.\nIt greets.\n\n```ts\nconsole.log(1);\n```\n',
    );
  });
});
