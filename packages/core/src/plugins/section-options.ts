import type { Camel, KeySpec, KeyType, Section } from '../spec/section.js';

type OptionName<K extends string, Spec extends KeySpec> = Spec extends { unit: 's' }
  ? `${Camel<K>}Ms`
  : Spec extends { unit: 'MB' }
    ? `${Camel<K>}Mb`
    : Camel<K>;

/**
 * A section as given in code: camelCase, units in the name (`runtime_timeout` in seconds becomes `runtimeTimeoutMs` in
 * milliseconds, `runtime_memory` becomes `runtimeMemoryMb`), only the required keys required.
 */
export type SectionOptions<S extends Section> = {
  readonly [K in keyof S as S[K] extends { required: true } ? OptionName<K & string, S[K]> : never]: KeyType<
    S[K]
  >;
} & {
  readonly [K in keyof S as S[K] extends { required: true } ? never : OptionName<K & string, S[K]>]?:
    | KeyType<S[K]>
    | undefined;
};

/** The option's name of a file key: `runtime_timeout` in seconds → `runtimeTimeoutMs`. */
export function optionName(key: string, spec: KeySpec): string {
  const camel = key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  if (spec.unit === 's') return `${camel}Ms`;
  return spec.unit === 'MB' ? `${camel}Mb` : camel;
}
