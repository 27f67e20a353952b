import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { LithopsError } from '../errors/lithops-error.js';
import { parseYaml } from './parse-yaml.js';

/** One change of a configuration file; places are `section` or `section.key`. */
export type ConfigEdit =
  | { readonly kind: 'set'; readonly at: string; readonly value: string }
  | { readonly kind: 'unset'; readonly at: string }
  | { readonly kind: 'move'; readonly from: string; readonly to: string };

/**
 * The text of a configuration file after a change; comments and everything else stay as they are.
 *
 * @param path - for errors.
 * @throws {LithopsError} `LITHOPS_CONFIG_FILE` when the text is no YAML, `LITHOPS_INVALID_ARGUMENT` for a place that does
 * not exist (`unset`, `move`), is taken (`move`), or is no `section.key` (`set`).
 */
export function editConfigFile(path: string, text: string, edit: ConfigEdit): string {
  parseYaml(path, text);
  const yaml: typeof Yaml = createRequire(import.meta.url)('yaml');
  const document = yaml.parseDocument(text, { merge: true });
  apply(yaml, document, edit, path);
  return document.toString({ lineWidth: 0 });
}

function apply(yaml: typeof Yaml, document: Yaml.Document, edit: ConfigEdit, path: string): void {
  switch (edit.kind) {
    case 'set':
      setIn(yaml, document, stepsOf(edit.at, 2), yaml.parse(edit.value));
      return;
    case 'unset':
      take(document, edit.at, path);
      return;
    case 'move':
      if (document.hasIn(stepsOf(edit.to))) throw taken(edit.to, path);
      setIn(yaml, document, stepsOf(edit.to), take(document, edit.from, path));
      return;
  }
}

/** Makes the section when it is missing, or stands there with nothing in it. */
function setIn(
  yaml: typeof Yaml,
  document: Yaml.Document,
  [section, ...rest]: readonly string[],
  value: unknown,
): void {
  if (document.contents === null) document.contents = document.createNode({});
  if (rest.length > 0) {
    if ((document.getIn([section]) ?? null) === null) document.setIn([section], document.createNode({}));
    const map = document.getIn([section]);
    // `lithops: {}` is how an emptied section is written, and nobody's wish for what comes into it.
    if (yaml.isMap(map) && map.items.length === 0) map.flow = false;
  }
  document.setIn([section, ...rest], value);
}

function take(document: Yaml.Document, at: string, path: string): unknown {
  const steps = stepsOf(at);
  if (!document.hasIn(steps)) throw missing(at, path);
  const node = document.getIn(steps, true);
  document.deleteIn(steps);
  return node;
}

function stepsOf(at: string, length?: number): readonly string[] {
  const steps = at.split('.');
  const isRight = length === undefined ? steps.length <= 2 : steps.length === length;
  if (isRight && steps.every((step) => step !== '')) return steps;
  const expected = length === 2 ? 'a key as section.key' : 'a section, or a key as section.key';
  throw new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected ${expected}, such as lithops.workers, got "${at}".`,
  });
}

function missing(at: string, path: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected "${at}" to be in ${path}, but it is not: \`lithops config show\` prints what is.`,
  });
}

function taken(at: string, path: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected no "${at}" in ${path} yet, but there is one: take out one of the two with \`lithops config unset\`.`,
  });
}
