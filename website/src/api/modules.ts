import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { EntryPoint } from './entry-points.js';

/** The pages of what one entry point exports. */
export interface ApiModule {
  /** `@lithops/core/spec` */
  readonly name: string;
  /** `api/core/spec/index` */
  readonly route: string;
  readonly groups: readonly ApiGroup[];
}

/** The exports of one kind. */
export interface ApiGroup {
  readonly title: string;
  readonly members: readonly { readonly name: string; readonly route: string }[];
}

/** The folders that TypeDoc's plug-in makes, in the order in which readers look. */
const kinds = {
  classes: 'Classes',
  functions: 'Functions',
  variables: 'Values',
  interfaces: 'Interfaces',
  'type-aliases': 'Types',
};

/** What was written to `folder`, by entry point. */
export function apiModules(folder: string, points: readonly EntryPoint[]): readonly ApiModule[] {
  return points.map(({ name }) => {
    const place = name.replace('@lithops/', '');
    const groups = Object.entries(kinds).map(([kind, title]) => ({
      title,
      members: membersOf(path.join(folder, place, kind)).map((member) => ({
        name: member,
        route: `api/${place}/${kind}/${member}`,
      })),
    }));
    return { name, route: `api/${place}/index`, groups: groups.filter(({ members }) => members.length > 0) };
  });
}

function membersOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((file) => file.replace(/\.md$/, ''))
    .sort();
}
