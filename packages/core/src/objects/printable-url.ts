/** Without what may be secret: user, password, and the values of a query, which may be a signature. */
export function printableUrl(href: string): string {
  const { origin, pathname, search } = new URL(href);
  return `${origin}${pathname}${search === '' ? '' : '?…'}`;
}
