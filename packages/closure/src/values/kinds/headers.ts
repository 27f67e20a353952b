import { inheritsHostClass } from '../builtin-prototypes.js';
import type { Kind } from '../kind.js';
import { field, listOf, textOf } from '../parse.js';
import { restoreProperties, writeProperties } from '../properties.js';
import { damagedBytes } from '../value-error.js';

/** `Headers` of fetch; each `set-cookie` stays a line of its own. The class is touched only when there is one: it loads fetch. */
export const headersKind: Kind<Headers> = {
  name: 'headers',
  prototypes: ['Headers'],
  owns: (value): value is Headers => inheritsHostClass(value, 'Headers') && linesOf(value) !== undefined,
  write(value, path, writer) {
    return { ...writeProperties(value, path, writer), lines: linesOf(value) };
  },
  create(data) {
    const headers = new Headers();
    for (const line of listOf(field(data, 'lines'))) {
      const [name, value] = listOf(line).map(textOf);
      append(headers, name ?? '', value ?? '');
    }
    return headers;
  },
  fill: restoreProperties,
};

function linesOf(value: object): [string, string][] | undefined {
  const lines: [string, string][] = [];
  try {
    Reflect.apply(Headers.prototype.forEach, value, [
      (text: string, name: string) => lines.push([name, text]),
    ]);
  } catch {
    return undefined; // Only inherits from the class: the method's TypeError is the answer.
  }
  return lines;
}

function append(headers: Headers, name: string, value: string): void {
  try {
    headers.append(name, value);
  } catch (error) {
    throw damagedBytes('a header was expected', error);
  }
}
