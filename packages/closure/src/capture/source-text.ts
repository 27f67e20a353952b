import {
  type ArrowFunctionExpression,
  type ClassExpression,
  type FunctionExpression,
  type MethodDefinition,
  type Options,
  type Program,
  type Property,
  parse,
} from 'acorn';

/** The parsed text of one function or class. Node positions count from `offset` characters before the text. */
export interface FunctionSource {
  readonly text: string;
  /** `expression` evaluates as it stands; `method` only within an object literal, `class-method` only within a class. */
  readonly form: 'expression' | 'method' | 'class-method';
  readonly program: Program;
  readonly node: FunctionExpression | ArrowFunctionExpression | ClassExpression;
  /** The method around the function, which has the key. */
  readonly member: Property | MethodDefinition | undefined;
  readonly offset: number;
}

const options: Options = { ecmaVersion: 'latest', checkPrivateFields: false, ranges: true };
const remembered = new Map<string, FunctionSource | undefined>();
const rememberedLimit = 2000;

/** Parses what `Function.prototype.toString` gave. Undefined for native code and for what is no JavaScript. */
export function parseFunction(text: string): FunctionSource | undefined {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const source = isNativeText(text) ? undefined : parseAnew(text);
  if (remembered.size >= rememberedLimit) remembered.clear();
  remembered.set(text, source);
  return source;
}

export function isNativeText(text: string): boolean {
  return /\{\s*\[native code\]\s*\}$/.test(text);
}

function parseAnew(text: string): FunctionSource | undefined {
  return asExpression(text) ?? asMethod(text) ?? asClassMethod(text) ?? asInner(text);
}

function asExpression(text: string): FunctionSource | undefined {
  const program = tryParse(`(${text}\n)`);
  const node = program && soleExpression(program);
  if (program === undefined || node === undefined) return undefined;
  switch (node.type) {
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ClassExpression':
      return { text, form: 'expression', program, node, member: undefined, offset: 1 };
    default:
      return undefined;
  }
}

function asMethod(text: string): FunctionSource | undefined {
  const program = tryParse(`({${text}\n})`);
  const node = program && soleExpression(program);
  if (program === undefined || node?.type !== 'ObjectExpression') return undefined;
  const [member] = node.properties;
  if (member?.type !== 'Property' || member.value.type !== 'FunctionExpression') return undefined;
  return { text, form: 'method', program, node: member.value, member, offset: 2 };
}

function asClassMethod(text: string): FunctionSource | undefined {
  const program = tryParse(`(class{${text}\n})`);
  const node = program && soleExpression(program);
  if (program === undefined || node?.type !== 'ClassExpression') return undefined;
  const [member] = node.body.body;
  if (member?.type !== 'MethodDefinition') return undefined;
  return { text, form: 'class-method', program, node: member.value, member, offset: 7 };
}

/** An arrow function with `new.target` is none without the function around it. */
function asInner(text: string): FunctionSource | undefined {
  const program = tryParse(`(function(){(${text}\n)})`);
  const node = program && soleExpression(program);
  if (program === undefined || node?.type !== 'FunctionExpression') return undefined;
  const [statement] = node.body.body;
  if (statement?.type !== 'ExpressionStatement' || statement.expression.type !== 'ArrowFunctionExpression') {
    return undefined;
  }
  return { text, form: 'expression', program, node: statement.expression, member: undefined, offset: 13 };
}

function soleExpression(program: Program) {
  const [statement] = program.body;
  return program.body.length === 1 && statement?.type === 'ExpressionStatement'
    ? statement.expression
    : undefined;
}

/** Modules first: only they may say `import.meta`; sloppy code (`with`, octal numbers) parses as a script only. */
function tryParse(source: string): Program | undefined {
  return parseAs(source, 'module') ?? parseAs(source, 'script');
}

function parseAs(source: string, sourceType: 'module' | 'script'): Program | undefined {
  try {
    return parse(source, { ...options, sourceType });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
