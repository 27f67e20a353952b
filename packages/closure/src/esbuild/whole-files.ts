/**
 * Some of our built files hold the chunks that they need (scripts/build/whole-file.mjs), behind a `require` of their own which
 * a bundler cannot follow. The chunks lie beside them as well.
 */
const OWN_PART = /\n\(function \(require\) \{\n(.*)\n\}\)\(requireHeld\);\n/s;

/** The file without the chunks that it holds; `undefined`: it holds none. */
export function ownPartOf(text: string): string | undefined {
  return text.startsWith('const held = {') ? OWN_PART.exec(text)?.[1] : undefined;
}

/** The chunks that a file holds, as it requires them: what is always needed with it. */
export function chunksHeldBy(text: string): readonly string[] {
  return [...text.matchAll(/^"(\.\/[\w.-]+)"\(exports, require, module/gm)].map(([, name = '']) => name);
}
