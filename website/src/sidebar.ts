import type { DefaultTheme } from 'vitepress';
import type { ApiModule } from './api/modules.js';
import type { PageSection } from './pages/page.js';

const back: DefaultTheme.SidebarItem = { text: '← Documentation', link: '/first-steps' };

/** The sidebar of every page: one for most, and one of its own for what is long. */
export function sidebars(
  sections: readonly PageSection[],
  modules: readonly ApiModule[],
): DefaultTheme.SidebarMulti {
  const apart = sections.filter((section) => section.apart);
  return {
    '/': sections.filter((section) => !section.apart).map(sectionItem),
    ...Object.fromEntries(apart.map((section) => [folderOf(section), [back, sectionItem(section)]])),
    ...apiSidebars(modules),
  };
}

/** On the pages of an entry point, its exports; of the others, only the names. */
function apiSidebars(modules: readonly ApiModule[]): DefaultTheme.SidebarMulti {
  const names = modules.map(({ name, route }) => ({ text: name, link: link(route) }));
  const overview = [back, { text: 'API', link: '/api/', items: names }];
  const own = modules.map((module) => [
    link(module.route),
    [
      back,
      {
        text: 'API',
        link: '/api/',
        items: names.map((one) => (one.text === module.name ? moduleItem(module) : one)),
      },
    ],
  ]);
  return { '/api/': overview, ...Object.fromEntries(own) };
}

function sectionItem({ title, pages, links }: PageSection): DefaultTheme.SidebarItem {
  const items = pages.map((page) => ({ text: page.title, link: link(page.route) }));
  return { text: title, items: [...items, ...links] };
}

function moduleItem({ name, route, groups }: ApiModule): DefaultTheme.SidebarItem {
  return {
    text: name,
    link: link(route),
    items: groups.map(({ title, members }) => ({
      text: title,
      items: members.map((member) => ({ text: member.name, link: link(member.route) })),
    })),
  };
}

/** `/errors/`, when the pages of a section lie there. */
function folderOf({ pages }: PageSection): string {
  return `/${pages[0]?.route.replace(/[^/]*$/, '') ?? ''}`;
}

function link(route: string): string {
  return `/${route.replace(/(^|\/)index$/, '$1')}`;
}
