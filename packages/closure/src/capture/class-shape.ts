import type { ClassExpression, MethodDefinition, PropertyDefinition, StaticBlock } from 'acorn';
import type { Edit } from '../code-space/records.js';
import { runtimeName } from '../load/generate-script.js';
import type { Span } from './free-variables.js';
import type { FunctionSource } from './source-text.js';

/** A method or accessor as the class text has it. */
export interface ClassMember {
  readonly isStatic: boolean;
  readonly kind: 'method' | 'get' | 'set';
  /** Undefined when the name is computed: then its place among the computed ones. */
  readonly key: string | undefined;
  readonly text: string;
}

/** What a class text is made of, and how it must be changed to be evaluated again without running what ran already. */
export interface ClassShape {
  readonly hasHeritage: boolean;
  /** Public methods and accessors, in the order of the text. */
  readonly members: readonly ClassMember[];
  readonly privateFields: ReadonlySet<string>;
  readonly privateStaticFields: ReadonlySet<string>;
  /** Of `#private` fields, methods and accessors of instances. */
  readonly privateNames: ReadonlySet<string>;
  /** Instance fields with arrow functions that use `this`: name → text. */
  readonly arrows: ReadonlyMap<string, string>;
  /** Whether construction puts on an instance what nothing else can: `#private` members, arrow functions with its `this`. */
  readonly marksInstances: boolean;
  /** Parts that are not evaluated again. */
  readonly excluded: readonly Span[];
  /** Text of an instance field whose computed name cannot be known. */
  readonly unknownField: string | undefined;
  edits(slot: number): Edit[];
}

/**
 * Reads a class. Heritage and computed names are given from outside; static blocks and initialisers are left out, since
 * their effects travel as the state of the class; constructors and initialisers of classes with `#private` members get a
 * guard, so that an instance can be made without running them.
 */
export function classShape(source: FunctionSource, node: ClassExpression): ClassShape {
  const known = remembered.get(source);
  if (known !== undefined) return known;
  const shape = readClass(source, node);
  remembered.set(source, shape);
  return shape;
}

const remembered = new WeakMap<FunctionSource, ClassShape>();

function readClass(source: FunctionSource, node: ClassExpression): ClassShape {
  const { members, fields, blocks, maker } = sort(node);
  const methods = members.filter(({ key }) => key.type !== 'PrivateIdentifier');
  const computed = methods.filter(needsKey);
  const isInstance = (member: MethodDefinition | PropertyDefinition) => !member.static;
  const isPrivate = (member: MethodDefinition | PropertyDefinition) =>
    member.key.type === 'PrivateIdentifier';
  const slice = (span: Span) => source.text.slice(span.start - source.offset, span.end - source.offset);
  const arrows = new Map(fields.filter(isInstance).flatMap((field) => arrowOf(field, slice)));
  const marksInstances =
    arrows.size > 0 || [...members, ...fields].some((member) => isInstance(member) && isPrivate(member));
  const staticFields = fields.filter((field) => field.static);
  const unknown = fields.find((field) => !field.static && needsKey(field));
  return {
    hasHeritage: node.superClass !== null && node.superClass !== undefined,
    members: methods.map((member) => ({
      isStatic: member.static,
      kind: member.kind === 'get' || member.kind === 'set' ? member.kind : 'method',
      key: needsKey(member) ? undefined : fixedKey(member),
      text: slice(member).replace(/^static\s+/, ''),
    })),
    privateFields: namesOf(fields.filter((field) => isPrivate(field) && isInstance(field))),
    privateStaticFields: namesOf(staticFields.filter(isPrivate)),
    privateNames: namesOf(
      [...members, ...fields].filter((member) => isPrivate(member) && isInstance(member)),
    ),
    arrows,
    marksInstances,
    excluded: [
      ...(node.superClass ? [node.superClass] : []),
      ...computed.map((member) => member.key),
      ...staticFields.flatMap((field) => notRunAgain(field)),
      ...blocks,
    ],
    unknownField: unknown && slice(unknown),
    edits(slot) {
      const edits: Edit[] = [];
      const edit = ({ start, end }: Span, text: string) =>
        edits.push([start - source.offset, end - source.offset, text]);
      if (node.superClass) edit(node.superClass, `${runtimeName}.base`);
      for (const [index, { key }] of computed.entries()) edit(key, `${runtimeName}.key(${slot},${index})`);
      for (const block of blocks) edit(block, blank(slice(block)));
      for (const field of staticFields) {
        if (!isPrivate(field)) edit(field, blank(slice(field)));
        else if (field.value) edit(field.value, `void 0${blank(slice(field.value)).replace(/ /g, '')}`);
      }
      if (marksInstances) guard(node, fields, maker, edit);
      const names = [...namesOf(fields.filter(isPrivate))];
      if (names.length > 0 || marksInstances) {
        edit({ start: node.body.end - 1, end: node.body.end - 1 }, accessBlock(names));
      }
      return edits.sort((a, b) => a[0] - b[0]);
    },
  };
}

function sort(node: ClassExpression) {
  const members: MethodDefinition[] = [];
  const fields: PropertyDefinition[] = [];
  const blocks: StaticBlock[] = [];
  let maker: MethodDefinition | undefined;
  for (const element of node.body.body) {
    if (element.type === 'StaticBlock') blocks.push(element);
    else if (element.type === 'PropertyDefinition') fields.push(element);
    else if (element.kind === 'constructor') maker = element;
    else members.push(element);
  }
  return { members, fields, blocks, maker };
}

/** Whether a computed name must be taken from the live class; `[Symbol.iterator]` and `['a']` are the same everywhere. */
function needsKey({ computed, key }: MethodDefinition | PropertyDefinition): boolean {
  if (!computed || key.type === 'Literal') return false;
  const isWellKnown =
    key.type === 'MemberExpression' && key.object.type === 'Identifier' && key.object.name === 'Symbol';
  return !isWellKnown;
}

/** Name of a member; `@@iterator` for `[Symbol.iterator]`. */
function fixedKey({ computed, key }: MethodDefinition): string {
  if (key.type === 'Identifier' && !computed) return key.name;
  if (key.type === 'Literal') return String(key.value);
  if (key.type === 'MemberExpression' && key.property.type === 'Identifier') return `@@${key.property.name}`;
  throw new TypeError(`Unknown name of a class member: ${key.type}`);
}

function namesOf(members: readonly (PropertyDefinition | MethodDefinition)[]): ReadonlySet<string> {
  return new Set(members.flatMap(({ key }) => (key.type === 'PrivateIdentifier' ? [`#${key.name}`] : [])));
}

/** The same number of lines and columns, with nothing in them. */
function blank(text: string): string {
  return text.replace(/[^\n\r\u2028\u2029]/g, ' ');
}

function guard(
  node: ClassExpression,
  fields: readonly PropertyDefinition[],
  maker: MethodDefinition | undefined,
  edit: (span: Span, text: string) => void,
): void {
  const flag = `${runtimeName}.reviving`;
  if (maker) {
    const start = maker.value.body.start + 1;
    edit({ start, end: start }, node.superClass ? `if(${flag})return super();` : `if(${flag})return;`);
  }
  for (const { value, static: isStatic } of fields) {
    if (isStatic || !value || isPure(value.type)) continue;
    edit({ start: value.start, end: value.start }, `${flag}?void 0:(`);
    edit({ start: value.end, end: value.end }, ')');
  }
}

function isPure(type: string): boolean {
  return type === 'Literal' || type === 'ArrowFunctionExpression' || type === 'FunctionExpression';
}

/** Lets the loader read and set the private fields; evaluated last in the class. */
function accessBlock(names: readonly string[]): string {
  const entries = names.map((name) => `${JSON.stringify(name)}:(o,v)=>{o.${name}=v}`);
  return `;static{${runtimeName}.privates(this,{${entries.join(',')}})}`;
}

/** Of a private static field only the initialiser: the field itself must be there. */
function notRunAgain(field: PropertyDefinition): Span[] {
  if (field.key.type !== 'PrivateIdentifier') return [field];
  return field.value ? [field.value] : [];
}

function arrowOf(
  { key, value, computed }: PropertyDefinition,
  slice: (span: Span) => string,
): (readonly [string, string])[] {
  if (computed || key.type !== 'Identifier' || value?.type !== 'ArrowFunctionExpression') return [];
  const text = slice(value);
  return /\bthis\b/.test(text) ? [[key.name, text]] : [];
}
