import { isAbsolute, relative } from 'node:path';
import type { Message } from 'esbuild';
import { ClosureError } from '../errors.js';
import { packageNameOf } from '../modules/package-folder.js';
import type { EntryLine } from './entry-module.js';
import { packageFolderOf } from './native-packages.js';
import { sourceFile } from './run-esbuild.js';

/** Where the captured function reaches a module, for messages: the path of the first reference that asks for it. */
export function pathOf(lines: readonly EntryLine[], request: string | undefined): string {
  const line = lines.find((candidate) => candidate.request === request) ?? lines[0];
  return line?.reference.path ?? line?.reference.specifier ?? 'the function';
}

export function missingEsbuild(lines: readonly EntryLine[]): ClosureError {
  const names = [...new Set(lines.map(({ reference }) => reference.specifier))];
  return new ClosureError({
    code: 'LITHOPS_CLOSURE',
    path: pathOf(lines, undefined),
    what: `it imports ${names.join(', ')}, and packages are bundled with esbuild, which is not installed here`,
    fix: `Run \`npm i esbuild\`; inside a worker, let the function that is mapped outside use ${names.join(', ')} too, so that the package is already in its capsule.`,
  });
}

/** Says in the user's terms why a package cannot be bundled. */
export function buildError(
  messages: readonly Message[],
  lines: readonly EntryLine[],
  cause: Error | undefined,
): ClosureError {
  const [first] = messages;
  const place = first?.location ? `${first.location.file}:${first.location.line}` : undefined;
  const request = /"([^"]+)"/.exec(first?.text ?? '')?.[1];
  const topLevelAwait = messages.find(({ text }) => /top-level await/i.test(text));
  if (topLevelAwait) return topLevelAwaitError(topLevelAwait, lines, cause);
  if (first?.text.startsWith('Could not resolve') && request !== undefined)
    return unresolved(first, request, lines);
  return new ClosureError({
    code: 'LITHOPS_CLOSURE',
    path: pathOf(lines, requestAt(first, lines)),
    what: `a package that esbuild cannot bundle: ${first?.text ?? cause?.message ?? 'unknown'}${place ? ` (${place})` : ''}`,
    fix: 'Keep it out of the bundle with `excludeModules` when the worker has it, or name it in `packages` to have it installed there.',
    cause,
  });
}

function unresolved(message: Message, request: string, lines: readonly EntryLine[]): ClosureError {
  const line = lines.find((candidate) => candidate.request === request);
  const name = packageNameOf(request);
  const isPackage = name !== undefined && !isAbsolute(request);
  const importer = line?.reference.from ?? message.location?.file ?? 'the function';
  return new ClosureError({
    code: 'LITHOPS_CLOSURE',
    path: pathOf(lines, request),
    what: `an import of ${request}, which is not found from ${importer}`,
    fix: isPackage
      ? `Run \`npm i ${name}\`, or keep it out of the bundle with \`excludeModules: ['${name}']\` when the worker has it.`
      : 'Correct the path, or put the file there.',
  });
}

function topLevelAwaitError(
  message: Message,
  lines: readonly EntryLine[],
  cause: Error | undefined,
): ClosureError {
  const file = message.notes.find(({ location }) => location)?.location?.file ?? message.location?.file ?? '';
  const folder = packageFolderOf(`/${file}`);
  const owner =
    folder === undefined
      ? relative('.', file)
      : (packageNameOf(folder.slice(folder.lastIndexOf('node_modules/') + 13)) ?? file);
  return new ClosureError({
    code: 'LITHOPS_CLOSURE',
    path: pathOf(lines, lines.find(({ request }) => request === owner)?.request ?? requestAt(message, lines)),
    what: `${owner} uses top-level await (${file}), which a bundle cannot wait for`,
    fix: `Import it inside the function (\`await import('${owner}')\`) with \`excludeModules: ['${owner}']\` where the worker has it, or name it in \`packages\`.`,
    cause,
  });
}

/** The request that the generated module made at the place of a message. */
function requestAt(message: Message | undefined, lines: readonly EntryLine[]): string | undefined {
  const location = message?.location;
  if (!location?.file.endsWith(sourceFile)) return undefined;
  return lines.find(({ request }) => location.lineText.includes(JSON.stringify(request)))?.request;
}

export function nativeError(names: readonly string[], lines: readonly EntryLine[]): ClosureError {
  const list = names.map((name) => `'${name}'`).join(', ');
  const top = lines.find(({ reference }) => names.includes(packageNameOf(reference.specifier) ?? ''));
  return new ClosureError({
    code: 'LITHOPS_CLOSURE',
    path: pathOf(lines, top?.request),
    what: `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} native code, which is made for one system and cannot be bundled`,
    fix: `Have it installed beside the worker: \`packages: [${list}]\`; or keep it out with \`excludeModules: [${list}]\` when the worker has it or it is optional.`,
  });
}

export function entryReached(chain: readonly string[], lines: readonly EntryLine[]): ClosureError {
  const path = pathOf(lines, lines.find(({ request }) => request === chain[0])?.request);
  return new ClosureError({
    code: 'LITHOPS_CLOSURE',
    path,
    what: `a module by reference that imports the program's entry module, so every worker would run the whole program: ${chain.join(' → ')}`,
    fix: 'Move what it needs from there into a module of its own.',
  });
}
