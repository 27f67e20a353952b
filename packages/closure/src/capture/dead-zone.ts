import type { AnyNode } from 'acorn';
import type { ClosureError } from '../errors.js';
import { parseModule } from '../modules/parse-module.js';
import type { Path } from '../values/index.js';
import { refuse } from './refusals.js';
import { fileOfUrl } from './script-origin.js';
import { scriptOf } from './scripts.js';
import { walk } from './syntax-walk.js';

/** A place in a script; both count from 0. */
interface Place {
  readonly line: number;
  readonly column: number;
}

interface Declaration {
  /** Where it ends. */
  readonly end: number;
  /** The function around it; undefined for the script itself. */
  readonly around: AnyNode | undefined;
}

/**
 * Refuses a binding that does not exist yet. Where V8 shows it as `undefined` (Node.js 20), the declaration tells: one
 * with a value is in its dead zone while the function around it is running and has not come to the declaration's end.
 */
export function refuseDeadZone(name: string, scriptId: string, path: Path): void {
  if (scriptId === 'none') return;
  const script = scriptOf(scriptId);
  const program = parseModule(script.source);
  const declared = program && declarationOf(program, name);
  if (program === undefined || declared === undefined) return;
  const starts = lineStarts(script.source);
  const isRunning = runningPlaces(script.url).some((place) => {
    const offset = (starts[place.line] ?? 0) + place.column;
    return offset < declared.end && functionAround(program, offset) === declared.around;
  });
  if (isRunning) throw inDeadZone(path);
}

/** The error for a variable whose declaration has not been run. */
export function inDeadZone(path: Path): ClosureError {
  return refuse(
    path,
    'a variable that has not been initialised: the line that declares it comes later',
    'Pass the function after that line.',
  );
}

/** The only `let`, `const` or `class` of this name that is given a value. */
function declarationOf(program: AnyNode, name: string): Declaration | undefined {
  const ends: number[] = [];
  walk(program, (node) => {
    if (node.type === 'ClassDeclaration' && node.id?.name === name) ends.push(node.end);
    if (node.type === 'VariableDeclaration' && node.kind !== 'var') {
      for (const { id, init, end } of node.declarations) {
        if (id.type === 'Identifier' && id.name === name && init) ends.push(end);
      }
    }
    return true;
  });
  const [end] = ends;
  if (end === undefined || ends.length > 1) return undefined;
  return { end, around: functionAround(program, end - 1) };
}

function functionAround(program: AnyNode, offset: number): AnyNode | undefined {
  let innermost: AnyNode | undefined;
  walk(program, (node) => {
    if (offset < node.start || offset >= node.end) return false;
    if (/Function/.test(node.type)) innermost = node;
    return true;
  });
  return innermost;
}

function lineStarts(source: string): number[] {
  return [0, ...Array.from(source.matchAll(/\n/g), ({ index }) => index + 1)];
}

/** Where functions of a script are being run right now. */
function runningPlaces(url: string): Place[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const places: Place[] = [];
  try {
    Error.stackTraceLimit = 200;
    Error.prepareStackTrace = (_error, sites) => {
      for (const site of sites) {
        if (!isSameFile(site.getScriptNameOrSourceURL() || site.getFileName(), url)) continue;
        places.push({ line: (site.getLineNumber() ?? 1) - 1, column: (site.getColumnNumber() ?? 1) - 1 });
      }
      return '';
    };
    void new Error('places').stack;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Error.prepareStackTrace = prepareStackTrace;
  }
  return places;
}

/** Some loaders give frames a path where the script has a URL. */
function isSameFile(shown: string | null | undefined, url: string): boolean {
  if (shown === url) return true;
  const file = fileOfUrl(url);
  return shown != null && file !== undefined && fileOfUrl(shown) === file;
}
