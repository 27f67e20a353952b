/** Where a configured value came from. */
export type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly path: string; readonly line: number; readonly column: number }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'config' }
  | { readonly kind: 'constructor' };

/** The origin as a person reads it: `lithops.yaml:3:5`, `environment variable LITHOPS_BACKEND`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'file':
      return `${origin.path}:${origin.line}:${origin.column}`;
    case 'environment':
      return `environment variable ${origin.variable}`;
    case 'config':
      return 'the config object';
    case 'constructor':
      return 'the constructor options';
  }
}
