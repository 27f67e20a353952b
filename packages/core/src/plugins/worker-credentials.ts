import type { PluginContext, Sections, WorkerHalf } from '../spec/plugin.js';
import type { KeySpec } from '../spec/section.js';

const VARIABLES = { storage: 'LITHOPS_STORE_CREDENTIALS', monitor: 'LITHOPS_MONITOR_CREDENTIALS' } as const;

/** What a worker has a half of, besides its backend's. */
export type HalfKind = keyof typeof VARIABLES;

type Values = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Does the key belong to what only its owner may know? Such values never travel in payloads. */
export function isCredential({ secret, credential }: KeySpec): boolean {
  return secret === true || credential === true;
}

/**
 * What a backend whose workers have an identity of their own (a role) puts into their environment, which the platform
 * encrypts. Empty where that identity opens everything; the credentials of a store or a broker that demands some, such as one
 * of another cloud. The worker takes them out of there before it runs anything.
 */
export function workerEnvironment({
  storage,
  monitor,
}: Pick<PluginContext, HalfKind>): Readonly<Record<string, string>> {
  return { ...variableOf('storage', storage), ...variableOf('monitor', monitor) };
}

function variableOf(kind: HalfKind, half: WorkerHalf | undefined): Readonly<Record<string, string>> {
  if (half === undefined || !(half.needsCredentials === true || demandsCredentials(half.declared))) return {};
  return credentialsEnvironment(kind, pick(half.sections, half.declared));
}

/** The environment in which a worker finds these credentials. */
export function credentialsEnvironment(
  kind: HalfKind,
  credentials: Values | undefined,
): Readonly<Record<string, string>> {
  return credentials === undefined ? {} : { [VARIABLES[kind]]: JSON.stringify(credentials) };
}

/** The credentials that this process was started with, taken out of its environment; `undefined`: none. */
export function takeCredentials(kind: HalfKind): Values | undefined {
  const text = process.env[VARIABLES[kind]];
  delete process.env[VARIABLES[kind]];
  return text === undefined ? undefined : JSON.parse(text);
}

/** Two sections by key, the second over the first. */
export function withCredentials(sections: Values, credentials: Values | undefined): Values {
  if (credentials === undefined) return sections;
  const merged = Object.entries(credentials).map(([name, keys]) => [name, { ...sections[name], ...keys }]);
  return { ...sections, ...Object.fromEntries(merged) };
}

/** Sections as they may travel in payloads. */
export function withoutCredentials(sections: Values, declared: Sections): Values {
  return filter(sections, (section, key) => {
    const spec = declared[section]?.[key];
    return spec === undefined || !isCredential(spec);
  });
}

function pick(sections: Values, declared: Sections): Values {
  return filter(sections, (section, key) => {
    const spec = declared[section]?.[key];
    return spec !== undefined && isCredential(spec);
  });
}

function filter(sections: Values, keep: (section: string, key: string) => boolean): Values {
  const kept = Object.entries(sections).map(([name, values]) => {
    const entries = Object.entries(values).filter(([key]) => keep(name, key));
    return [name, Object.fromEntries(entries)] as const;
  });
  return Object.fromEntries(kept);
}

function demandsCredentials(declared: Sections): boolean {
  return Object.values(declared).some((section) =>
    Object.values(section).some((spec) => spec.required === true && isCredential(spec)),
  );
}
