/**
 * How the defining module's own system shows an imported module to its code.
 *
 * - `esm`: a static or awaited `import`: the ES namespace as Node.js makes it.
 * - `require`: exactly `module.exports`.
 * - `import-default`: `__importDefault(require(…))` of TypeScript, Babel, swc: an ES module as it is, anything else as `{ default: it }`.
 * - `import-star`: `__importStar(require(…))`, `__toESM(require(…))`: the members, and `default` unless it is an ES module that has its own.
 * - `import-node`: `__toESM(require(…), 1)`: the members, and `default` is always `module.exports`.
 * - `vite`: vite's module runner: a namespace whose `default` is unwrapped when it carries `__esModule`.
 */
export type Interop = 'esm' | 'require' | 'import-default' | 'import-star' | 'import-node' | 'vite';

/** What a module-level name is bound to when an import gave it its value. */
export interface ImportBinding {
  /** As written in the source: `zod`, `./helper.js`, `node:fs`, or what the transpiler made of it. */
  readonly specifier: string;
  /** `default`, `*` for the whole module (after `interop`), or the name of the export. */
  readonly imported: string;
  readonly interop: Interop;
  /** Properties read after that: `require('fs').promises.readFile` is `imported: 'promises', members: ['readFile']`. */
  readonly members: readonly string[];
}
