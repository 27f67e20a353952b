import ts from 'typescript';

/** One place where a file names another module. */
export interface ModuleImport {
  readonly specifier: string;
  /** From 1. */
  readonly line: number;
  /** Gone after compilation: `import type`, or every name in it is a type. */
  readonly typeOnly: boolean;
  /** `import()`: loaded when that line runs, not with the file. */
  readonly dynamic: boolean;
}

/** Every module that a TypeScript or JavaScript file names: `import`, `export … from`, `import()`, `require()`, `import('…')` types. */
export function importsOf(file: string, text: string): readonly ModuleImport[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: ModuleImport[] = [];
  const visit = (node: ts.Node): void => {
    const named = moduleNamedBy(node);
    if (named !== undefined && ts.isStringLiteralLike(named.specifier)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const { typeOnly, dynamic } = named;
      found.push({ specifier: named.specifier.text, line: line + 1, typeOnly, dynamic });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

interface NamedModule {
  readonly specifier: ts.Node;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

function moduleNamedBy(node: ts.Node): NamedModule | undefined {
  if (ts.isImportDeclaration(node)) {
    return { specifier: node.moduleSpecifier, typeOnly: importsTypesOnly(node.importClause), dynamic: false };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { specifier: node.moduleSpecifier, typeOnly: exportsTypesOnly(node), dynamic: false };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { specifier: node.argument.literal, typeOnly: true, dynamic: false };
  }
  if (ts.isCallExpression(node)) return moduleCalledFor(node);
  return undefined;
}

function moduleCalledFor(call: ts.CallExpression): NamedModule | undefined {
  const [specifier] = call.arguments;
  if (specifier === undefined) return undefined;
  const dynamic = call.expression.kind === ts.SyntaxKind.ImportKeyword;
  const required = ts.isIdentifier(call.expression) && call.expression.text === 'require';
  return dynamic || required ? { specifier, typeOnly: false, dynamic } : undefined;
}

function importsTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false; // for its effects
  if (clause.isTypeOnly) return true;
  if (clause.name !== undefined || clause.namedBindings === undefined) return false;
  return (
    ts.isNamedImports(clause.namedBindings) && clause.namedBindings.elements.every((name) => name.isTypeOnly)
  );
}

function exportsTypesOnly(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return true;
  const clause = node.exportClause;
  return (
    clause !== undefined && ts.isNamedExports(clause) && clause.elements.every((name) => name.isTypeOnly)
  );
}
