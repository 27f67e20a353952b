/** How far a version moves. */
export type Kind = 'none' | 'patch' | 'minor' | 'major';

/** One package in a release. */
export interface Move {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly kind: Kind;
}

/** A version of each package, by its name. */
export type Versions = ReadonlyMap<string, string>;

/** How each package's version moves, in the order of their names. */
export function moves(before: Versions, after: Versions): readonly Move[] {
  return [...after].sort().map(([name, to]) => {
    const from = before.get(name) ?? to;
    return { name, from, to, kind: kindOf(from, to) };
  });
}

function kindOf(from: string, to: string): Kind {
  const [major, minor] = numbers(from);
  const [nextMajor, nextMinor] = numbers(to);
  if (from === to) return 'none';
  if (major !== nextMajor) return 'major';
  return minor === nextMinor ? 'patch' : 'minor';
}

function numbers(version: string): readonly number[] {
  const parts = /^(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
  if (parts === undefined) throw new Error(`Expected a version x.y.z, got "${version}".`);
  return parts;
}

/** What changesets ask for, by package: the furthest of each. */
export function askedFor(changesets: readonly string[]): ReadonlyMap<string, Kind> {
  const order: readonly Kind[] = ['none', 'patch', 'minor', 'major'];
  const asked = new Map<string, Kind>();
  for (const text of changesets) {
    const head = /^---\n([\s\S]*?)^---$/m.exec(text)?.[1] ?? '';
    for (const [, name = '', word = ''] of head.matchAll(/^["']?([^"'\s]+)["']?:\s*(\w+)$/gm)) {
      const kind = order.find((one) => one === word);
      if (kind === undefined) throw new Error(`Expected patch, minor or major for ${name}, got "${word}".`);
      if (order.indexOf(kind) > order.indexOf(asked.get(name) ?? 'none')) asked.set(name, kind);
    }
  }
  return asked;
}

/**
 * Major versions that nobody asked for: no changeset of the package does, and none of the core that it is a plug-in of. A
 * minor version of core must not make every plug-in incompatible with what its users have.
 */
export function unaskedMajors(made: readonly Move[], asked: ReadonlyMap<string, Kind>): readonly string[] {
  if (asked.get('@lithops/core') === 'major') return [];
  return made
    .filter(({ name, kind }) => kind === 'major' && asked.get(name) !== 'major')
    .map(({ name, from, to }) => `${name} goes from ${from} to ${to}, which no changeset asks for.`);
}
