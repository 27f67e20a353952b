/** Text with `*` (any characters but `/`), `**` (any characters) and `?` (one character but `/`). */
export interface Wildcard {
  /** What all matches begin with: the text before the first of these. */
  readonly prefix: string;
  /** How many `/` a match may have; `undefined`: any number. */
  readonly maxSlashes: number | undefined;
  matches(text: string): boolean;
}

/** Has the text a wildcard in it? */
export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

/**
 * Reads wildcards as this file says and nothing more: brackets and braces, which libraries for file names read too, are
 * letters of keys. A segment `**` also stands for no segment: the pattern `a`, `**`, `b` matches `a/b`. With `/` at the end, all below.
 */
export function wildcard(pattern: string): Wildcard {
  const whole = pattern.endsWith('/') ? `${pattern}**` : pattern;
  const expression = new RegExp(`^${translate(whole)}$`, 'su');
  return {
    prefix: whole.slice(0, whole.search(/[*?]/)),
    maxSlashes: whole.includes('**') ? undefined : whole.split('/').length - 1,
    matches: (text) => expression.test(text),
  };
}

function translate(pattern: string): string {
  return pattern.replace(/(^|\/)\*\*\/|\*\*+|[*?/]|[^*?/]+/g, (token, before: string | undefined) => {
    if (before !== undefined) return `${before}(?:.*/)?`;
    if (token.startsWith('**')) return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return token.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
}
