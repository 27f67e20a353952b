import ts from 'typescript';
import { filesBelow, type ProjectFile, publishedPackages } from '../workspace.js';
import type { Check } from './check.js';

/** `require` of an ES module fails when there is a top-level `await` anywhere in its graph; so there is none. */
export const topLevelAwait: Check = {
  name: 'top-level await',
  run: () =>
    topLevelAwaits(publishedPackages().flatMap(({ folder }) => filesBelow(`${folder}/src`, ['.ts']))),
};

/** Places where a product file awaits outside any function. Tests may. */
export function topLevelAwaits(files: readonly ProjectFile[]): readonly string[] {
  return files
    .filter(({ path }) => !path.endsWith('.test.ts'))
    .flatMap(({ path, text }) => {
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      return awaitsOutsideFunctions(source).map((node) => {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        return `${path}:${line + 1} awaits at the top level: a program that requires the package could not load it.`;
      });
    });
}

function awaitsOutsideFunctions(source: ts.SourceFile): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return;
    const awaits =
      ts.isAwaitExpression(node) ||
      (ts.isForOfStatement(node) && node.awaitModifier !== undefined) ||
      (ts.isVariableDeclarationList(node) &&
        (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing);
    if (awaits) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
