/**
 * What the site shows, in the order in which it is shown. Paths go from the project's folder; `*` stands for any name in a
 * folder, and takes what is there, sorted. Every page of `docs/` has its place here, or the site is not built.
 */
export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** What follows the pages: the doors to sections that stand apart, and to what is no page of the project. */
  readonly links?: readonly Link[];
  /** A long section has a sidebar of its own, on its own pages only. */
  readonly apart?: boolean;
}

/** One page, or the pages that a pattern stands for. */
export interface Entry {
  readonly file: string;
  /** In the sidebar. Default: the page's own heading. */
  readonly title?: string;
}

/** A line of the sidebar that leads to an address of the site. */
export interface Link {
  readonly text: string;
  readonly link: string;
}

export const siteMap: readonly Section[] = [
  {
    title: 'Start',
    entries: [
      { file: 'README.md', title: 'First steps' },
      { file: 'docs/README.md', title: 'All pages' },
    ],
    links: [{ text: 'Examples', link: '/examples/' }],
  },
  {
    title: 'Guides',
    entries: [
      { file: 'docs/functions.md' },
      { file: 'docs/jobs.md' },
      { file: 'docs/objects.md' },
      { file: 'docs/localhost.md' },
      { file: 'docs/aws-lambda.md' },
      { file: 'docs/storage-s3.md' },
      { file: 'docs/rabbitmq.md' },
      { file: 'docs/command-line.md' },
      { file: 'docs/migrate-from-python.md' },
    ],
  },
  {
    title: 'Write your own',
    entries: [{ file: 'docs/write-*.md' }, { file: 'examples/plugins/*/README.md' }],
  },
  {
    title: 'Reference',
    entries: [{ file: 'docs/configuration.md' }],
    links: [
      { text: 'API', link: '/api/' },
      { text: 'Error codes', link: '/errors/' },
    ],
  },
  {
    title: 'Packages',
    entries: [{ file: 'packages/*/README.md' }],
  },
  {
    title: 'Examples',
    apart: true,
    entries: [{ file: 'examples/README.md', title: 'All examples' }, { file: 'examples/*.ts' }],
  },
  {
    title: 'Errors',
    apart: true,
    entries: [{ file: 'docs/errors/README.md', title: 'Error codes' }, { file: 'docs/errors/*.md' }],
  },
  {
    title: 'Inside',
    entries: [{ file: 'docs/architecture.md' }, { file: 'CONTRIBUTING.md' }, { file: 'docs/releasing.md' }],
    links: [{ text: 'Decisions', link: '/decisions/' }],
  },
  {
    title: 'Decisions',
    apart: true,
    entries: [{ file: 'docs/decisions/*.md' }],
  },
];
