/** What a configuration key may hold, by the name of its type. */
export interface KeyKind {
  string: string;
  number: number;
  boolean: boolean;
  'string[]': readonly string[];
  /** A map of anything, which the plug-in checks itself. */
  object: Readonly<Record<string, unknown>>;
  'object[]': readonly Readonly<Record<string, unknown>>[];
}

/** One key of a configuration section. A list as `type` is an enumeration of the allowed values. */
export interface KeySpec {
  readonly type: keyof KeyKind | readonly string[];
  readonly required?: boolean;
  readonly default?: unknown;
  /** Never printed: redacted in logs, errors and `config show`. */
  readonly secret?: boolean;
  /** Names or selects credentials without being secret, such as an access key's id: goes only where secrets may go. */
  readonly credential?: boolean | undefined;
  /** Unit in files: seconds or megabytes. */
  readonly unit?: 's' | 'MB';
  /** Literal values that are right besides the type: `['AUTO']`, `[false]`, `[null]`. */
  readonly or?: readonly (string | false | null)[] | undefined;
  /** Numbers: the least one that is right. */
  readonly minimum?: number | undefined;
  /** Numbers: what they must be greater than. */
  readonly above?: number | undefined;
  /** Numbers: whole ones only. */
  readonly integer?: boolean | undefined;
  /** One sentence for the documentation table. */
  readonly doc: string;
}

/** What a key's value is in TypeScript. */
export type KeyType<K extends KeySpec> =
  | (K['type'] extends keyof KeyKind
      ? KeyKind[K['type']]
      : K['type'] extends readonly (infer U)[]
        ? U
        : never)
  | (K['or'] extends readonly (infer L)[] ? L : never);
type HasValue = { required: true } | { default: unknown };

/** A section as read and checked: snake_case keys, defaults filled in. */
export type SectionConfig<S extends Record<string, KeySpec>> = {
  readonly [K in keyof S as S[K] extends HasValue ? K : never]: KeyType<S[K]>;
} & { readonly [K in keyof S as S[K] extends HasValue ? never : K]?: KeyType<S[K]> | undefined };

/** `region_name` as it is in TypeScript: `regionName`. */
export type Camel<K extends string> = K extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : K;

/** Section keys by name, as a plug-in declares them. */
export type Section = Readonly<Record<string, KeySpec>>;
