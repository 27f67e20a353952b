import { describe, expect, it } from 'vitest';
import type { ProjectFile } from '../../../scripts/workspace.js';
import { pageSections } from './page-sections.js';

const files: readonly ProjectFile[] = [
  { path: 'docs/jobs.md', text: '# Jobs: `map` and more\n' },
  { path: 'docs/errors/README.md', text: '# Errors\n' },
  { path: 'docs/errors/LITHOPS_B.md', text: '# LITHOPS_B\n' },
  { path: 'docs/errors/LITHOPS_A.md', text: '# LITHOPS_A\n' },
  { path: 'examples/hello.ts', text: '// Greets.\n' },
];

const guides = { title: 'Guides', entries: [{ file: 'docs/jobs.md' }] };
const errors = {
  title: 'Errors',
  entries: [{ file: 'docs/errors/README.md', title: 'All' }, { file: 'docs/errors/*.md' }],
};

describe('the sections of the site', () => {
  it('have the pages that the map names, with their headings', () => {
    const [section] = pageSections([guides, errors], files);
    expect(section?.pages).toMatchObject([
      { route: 'jobs', title: 'Jobs: map and more', source: 'docs/jobs.md' },
    ]);
  });

  it('have what a pattern stands for, but not twice what is named itself', () => {
    const [, section] = pageSections([guides, errors], files);
    expect(section?.pages.map(({ title, route }) => [title, route])).toEqual([
      ['All', 'errors/index'],
      ['LITHOPS_B', 'errors/LITHOPS_B'],
      ['LITHOPS_A', 'errors/LITHOPS_A'],
    ]);
  });

  it('refuse a map with a page that is not there', () => {
    const map = [guides, errors, { title: 'More', entries: [{ file: 'docs/more.md' }] }];
    expect(() => pageSections(map, files)).toThrow("docs/more.md is in the site's map, but is not there.");
  });

  it('refuse a page of docs/ that is in no section, but not a file elsewhere', () => {
    expect(() => pageSections([errors], files)).toThrow(
      /^docs\/jobs\.md is in no section of the site's map\.\nThe map is/,
    );
  });
});
