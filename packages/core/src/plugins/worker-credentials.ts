import type { Sections, WorkerStorage } from '../spec/plugin.js';
import type { KeySpec } from '../spec/section.js';

const VARIABLE = 'LITHOPS_STORE_CREDENTIALS';

type Values = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Does the key belong to what only its owner may know? Such values never travel in payloads. */
export function isCredential({ secret, credential }: KeySpec): boolean {
  return secret === true || credential === true;
}

/**
 * What a backend whose workers have an identity of their own (a role) puts into their environment, which the platform
 * encrypts. Empty where that identity opens the store; the credentials of a store that demands some, such as one of
 * another cloud. The worker takes them out of its environment before it runs anything.
 */
export function storeEnvironment(storage: WorkerStorage | undefined): Readonly<Record<string, string>> {
  if (storage === undefined || !demandsCredentials(storage.declared)) return {};
  return { [VARIABLE]: JSON.stringify(pick(storage.sections, storage.declared)) };
}

/** The credentials that this process was started with, taken out of its environment; `undefined`: none. */
export function takeStoreCredentials(): Values | undefined {
  const text = process.env[VARIABLE];
  delete process.env[VARIABLE];
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
