import { isRecord } from '../service/json-body.js';
import type { Bounds } from './scalars.js';
import type { Shape } from './shape.js';

type Shapes = Readonly<Record<string, Shape<unknown>>>;
type Required<Members extends Shapes> = { readonly [Name in keyof Members]: ValueOf<Members[Name]> };
type Optional<Members extends Shapes> = { readonly [Name in keyof Members]?: ValueOf<Members[Name]> };

/** The type of what a shape lets through. */
export type ValueOf<S> = S extends Shape<infer Value> ? Value : never;

/** Members that must be there, and members that may. Others are complained about. */
export function structure<Must extends Shapes, May extends Shapes>(
  required: Must,
  optional: May,
): Shape<Required<Must> & Optional<May>> {
  const members: Shapes = { ...required, ...optional };
  return (value, path, complaints) => {
    if (!isRecord(value)) return complaints.wrongType(path, 'a structure', value);
    for (const name of Object.keys(required))
      if (isAbsent(value[name])) complaints.add(at(path, name), undefined, 'not be null');
    const result: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(value)) {
      if (isAbsent(member)) continue;
      const shape = members[name];
      if (shape === undefined) complaints.add(at(path, name), member, 'be known to the service model');
      else result[name] = shape(member, at(path, name), complaints);
    }
    // What the loop has made is what the two sets of members say, once nothing is complained about.
    return result as Required<Must> & Optional<May>;
  };
}

export function list<Item>(
  item: Shape<Item>,
  { min = 0, max = Number.POSITIVE_INFINITY }: Bounds = {},
): Shape<Item[]> {
  return (value, path, complaints) => {
    if (!Array.isArray(value)) return complaints.wrongType(path, 'a list', value);
    if (value.length < min) complaints.add(path, value, `have length greater than or equal to ${min}`);
    if (value.length > max) complaints.add(path, value, `have length less than or equal to ${max}`);
    return value.flatMap((member, index) => item(member, `${path}.${index + 1}.member`, complaints) ?? []);
  };
}

export function map<Value>(key: Shape<string>, member: Shape<Value>): Shape<Readonly<Record<string, Value>>> {
  return (value, path, complaints) => {
    if (!isRecord(value)) return complaints.wrongType(path, 'a map', value);
    const entries = Object.entries(value).flatMap(([name, content]) => {
      key(name, `${path}.key`, complaints);
      const checked = member(content, `${path}.${name}`, complaints);
      return checked === undefined ? [] : [[name, checked] as const];
    });
    return Object.fromEntries(entries);
  };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** As services name members in what they say: `memorySize`, `code.zipFile`. */
function at(path: string, name: string): string {
  const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return path === '' ? member : `${path}.${member}`;
}
