import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { headingAnchor } from '../../scripts/docs/headings.js';

/** What src/content.ts found out. */
interface Site {
  readonly sidebar: DefaultTheme.SidebarMulti;
  /** `https://…/blob/main/` */
  readonly repository?: string;
  /** The project's file of each page. */
  readonly sources: Readonly<Record<string, string>>;
}

const generated = path.join(import.meta.dirname, '../.generated');
const site: Site = JSON.parse(readFileSync(path.join(generated, 'site.json'), 'utf8'));
const base = process.env['DOCS_BASE'] ?? '/';

export default defineConfig({
  title: 'Lithops for Node.js',
  description:
    'Run any TypeScript function over data: on all cores of this machine, or on thousands of AWS Lambda functions.',
  lang: 'en',
  base,
  srcDir: '.generated/pages',
  outDir: 'dist',
  cacheDir: '.generated/cache',
  cleanUrls: true,
  metaChunk: true,
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}logo.svg` }],
    ['meta', { name: 'theme-color', content: '#0f766e' }],
  ],
  transformPageData: ({ relativePath, filePath, frontmatter }) => ({
    frontmatter: {
      ...frontmatter,
      // styled by theme/style.css
      ...(relativePath.startsWith('api/') && { pageClass: 'api' }),
      ...changeOf(filePath),
    },
  }),
  markdown: {
    anchor: { slugify: headingAnchor },
    theme: { light: 'github-light', dark: 'github-dark' },
  },
  vite: {
    publicDir: path.join(import.meta.dirname, '../public'),
    build: { chunkSizeWarningLimit: 4_000 }, // the search index, which is fetched when somebody searches
  },
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      {
        text: 'Guides',
        link: '/first-steps',
        activeMatch:
          '^/(first-steps|all-pages|configuration|functions|jobs|objects|localhost|aws|storage|rabbitmq|command|.*python|write|packages)',
      },
      { text: 'Examples', link: '/examples/' },
      { text: 'API', link: '/api/' },
      { text: 'Errors', link: '/errors/' },
      { text: 'Inside', link: '/architecture', activeMatch: '^/(architecture|contributing|decisions)' },
    ],
    sidebar: site.sidebar,
    outline: { level: [2, 3] },
    search: { provider: 'local', options: { miniSearch: { searchOptions: { boostDocument: guidesFirst } } } },
    footer: { message: 'Apache-2.0' },
    ...repositoryLinks(),
  },
});

/** Where the project lives, as far as package.json says it. */
function repositoryLinks(): DefaultTheme.Config {
  const { repository } = site;
  if (repository === undefined) return {};
  return {
    socialLinks: [{ icon: 'github', link: repository.replace(/blob\/main\/$/, '') }],
    // The text of this function goes to the browser: it can see nothing of this file.
    editLink: { text: 'Change this page', pattern: ({ frontmatter }) => String(frontmatter['change']) },
  };
}

/** Where the source of a page is changed; made pages have none. */
function changeOf(filePath: string): Readonly<Record<string, unknown>> {
  const source = site.sources[filePath];
  if (site.repository === undefined || source === undefined) return { editLink: false };
  return { change: site.repository.replace('/blob/', '/edit/') + source };
}

/** The reference names every word of the guides many times over. */
function guidesFirst(page: string): number {
  return page.includes('/api/') ? 0.2 : 1;
}
