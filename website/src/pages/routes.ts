const places: readonly (readonly [pattern: RegExp, route: string])[] = [
  [/^README\.md$/, 'first-steps'],
  [/^CONTRIBUTING\.md$/, 'contributing'],
  [/^docs\/README\.md$/, 'all-pages'],
  [/^docs\/(.+\/)?README\.md$/, '$1index'],
  [/^docs\/(.+)\.md$/, '$1'],
  [/^packages\/([^/]+)\/README\.md$/, 'packages/$1'],
  [/^examples\/README\.md$/, 'examples/index'],
  [/^examples\/plugins\/([^/]+)\/README\.md$/, 'examples/$1'],
  [/^examples\/([^/]+)\.ts$/, 'examples/$1'],
];

/** Where a file of the project is on the site: `docs/errors/README.md` is `errors/index`. */
export function routeOf(source: string): string {
  for (const [pattern, route] of places) {
    const match = pattern.exec(source);
    if (match !== null) return route.replace('$1', match[1] ?? '');
  }
  throw new Error(
    `Expected a file that has a place on the site, got ${source}: give it one in website/src/pages/routes.ts.`,
  );
}
