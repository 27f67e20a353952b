import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import type { LithopsError } from '../errors/lithops-error.js';
import { mendableError } from '../errors/mend.js';
import { messageOf } from '../util/thrown.js';
import type { Origin } from './origin.js';
import type { FoundValue } from './value.js';

/** A map as it stands in a file, or what stands there instead of one. */
type FileMap<T> =
  | { readonly kind: 'map'; readonly entries: readonly FileEntry<T>[] }
  | { readonly kind: 'value'; readonly found: FoundValue };

/** A key in a file, where it stands, and what it holds. */
interface FileEntry<T> {
  readonly key: string;
  readonly origin: Origin;
  readonly value: T;
}

/**
 * Reads YAML (and so JSON). Plain scalars keep their source, because only the key's spec knows their type; a map's own
 * keys win over those merged into it by `<<`. Maps are read two levels deep (sections and their keys).
 *
 * @throws {LithopsError} `LITHOPS_CONFIG_FILE` with file, line and column. The text at fault, which could be a secret, is not shown.
 */
export function parseYaml(path: string, text: string): FileMap<FileMap<FoundValue>> {
  const yaml = loadYaml();
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    logLevel: 'error',
  });
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) throw syntaxError(path, lines.linePos(fault.pos[0]), explain(fault, text));
  return new Reader(yaml, document, path, lines).sections();
}

/** Not imported above: most programs have no file, and the parser takes longer to load than all the rest of this. */
function loadYaml(): typeof Yaml {
  return createRequire(import.meta.url)('yaml');
}

class Reader {
  readonly #yaml: typeof Yaml;
  readonly #document: Yaml.Document;
  readonly #path: string;
  readonly #lines: Yaml.LineCounter;

  constructor(yaml: typeof Yaml, document: Yaml.Document, path: string, lines: Yaml.LineCounter) {
    this.#yaml = yaml;
    this.#document = document;
    this.#path = path;
    this.#lines = lines;
  }

  sections(): FileMap<FileMap<FoundValue>> {
    return this.#map(this.#document.contents, (section) => this.#map(section, (value) => this.#value(value)));
  }

  #map<T>(node: unknown, read: (value: unknown) => T): FileMap<T> {
    const target = this.#follow(node);
    return this.#yaml.isMap(target)
      ? { kind: 'map', entries: this.#entries(target, read) }
      : { kind: 'value', found: this.#value(target) };
  }

  #entries<T>(map: Yaml.YAMLMap, read: (value: unknown) => T): readonly FileEntry<T>[] {
    const own: FileEntry<T>[] = [];
    const merged: FileEntry<T>[] = [];
    for (const { key, value } of map.items) {
      if (isMergeKey(this.#yaml, key)) merged.push(...this.#merged(value, read));
      else own.push({ key: this.#keyName(key), origin: this.#origin(key), value: read(value) });
    }
    const names = new Set(own.map((entry) => entry.key));
    return [...own, ...merged.filter((entry) => !names.has(entry.key))];
  }

  #merged<T>(value: unknown, read: (value: unknown) => T): readonly FileEntry<T>[] {
    const target = this.#follow(value);
    const maps = this.#yaml.isSeq(target) ? target.items : [target];
    const entries = maps.flatMap((item) => {
      const map = this.#follow(item);
      if (!this.#yaml.isMap(map)) throw this.#error(value, 'expected "<<" to merge a map');
      return this.#entries(map, read);
    });
    // The first of several merged maps wins.
    return [...new Map(entries.toReversed().map((entry) => [entry.key, entry])).values()];
  }

  #value(start: unknown): FoundValue {
    const { isScalar, isSeq, isNode } = this.#yaml;
    const node = this.#follow(start);
    if (isScalar(node)) return scalar(node);
    if (isSeq(node) && node.items.every((item) => isScalar(this.#follow(item)))) {
      return { value: node.items.map((item) => listItem(this.#value(item))) };
    }
    if (!isNode(node)) return { value: null };
    try {
      return { value: node.toJS(this.#document) };
    } catch (error) {
      throw this.#error(node, messageOf(error));
    }
  }

  #follow(node: unknown): unknown {
    if (!this.#yaml.isAlias(node)) return node;
    const target = node.resolve(this.#document);
    if (target === undefined) throw this.#error(node, `no anchor &${node.source} stands before its use here`);
    return target;
  }

  #keyName(key: unknown): string {
    if (!this.#yaml.isScalar(key)) throw this.#error(key, 'expected the name of a section or key');
    return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
  }

  #origin(node: unknown): Origin {
    const { line, col } = this.#lines.linePos(this.#offset(node));
    return { kind: 'file', path: this.#path, line, column: col };
  }

  #error(node: unknown, message: string): LithopsError {
    return syntaxError(this.#path, this.#lines.linePos(this.#offset(node)), message);
  }

  #offset(node: unknown): number {
    return (this.#yaml.isNode(node) ? node.range?.[0] : undefined) ?? 0;
  }
}

function scalar(node: Yaml.Scalar): FoundValue {
  const isPlain = node.type === 'PLAIN' && node.source !== undefined;
  return isPlain ? { value: node.value, text: node.source } : { value: node.value };
}

function listItem(found: FoundValue): unknown {
  return found.text === '' ? null : (found.text ?? found.value);
}

function isMergeKey(yaml: typeof Yaml, key: unknown): boolean {
  return yaml.isScalar(key) && typeof key.value === 'symbol' && key.value.description === '<<';
}

function explain(fault: Yaml.YAMLError, text: string): string {
  switch (fault.code) {
    case 'TAB_AS_INDENT':
      return 'a tab indents this line: YAML takes spaces only';
    case 'DUPLICATE_KEY':
      return `the key "${/[\w.-]*/.exec(text.slice(fault.pos[0]))?.[0] ?? ''}" stands twice in the same map: remove one`;
    case 'MULTIPLE_DOCS':
      return 'expected one YAML document, got several separated by ---';
    case 'BAD_SCALAR_START':
      return `${fault.message}: put the value in quotes`;
    default:
      return fault.message.replace(/: ".*$/s, '');
  }
}

function syntaxError(path: string, at: { line: number; col: number }, message: string): LithopsError {
  return mendableError({
    code: 'LITHOPS_CONFIG_FILE',
    message: `${path}:${at.line}:${at.col}: ${message}.`,
    mend: { kind: 'edit', path, line: at.line, column: at.col },
  });
}
