// One command does all set-up: `npm run hello`, `npm test`, `npm run check`, `npm run docs`, `npm run release:dry` …
// Needs nothing but Node and npm, so it is plain JavaScript without dependencies; what it starts afterwards is TypeScript.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeCoreVersion } from './release/core-version.mjs';
import { CommandFailed, root, run } from './setup/command.mjs';
import { prepare } from './setup/prepare.mjs';

/** @type {Record<string, (args: readonly string[]) => Promise<unknown>>} */
const tasks = {
  hello,
  test: (args) => script('scripts/test/main.ts', args),
  check: (args) => script('scripts/check/main.ts', args),
  fix,
  docs: (args) =>
    run('pnpm', ['--dir', 'website', 'run', args.includes('--serve') ? 'serve' : 'site'], {
      show: true,
      timeoutMs: 24 * 60 * 60_000,
    }),
  chaos: (args) =>
    run('pnpm', ['--dir', 'testing/chaos', 'run', 'chaos', ...args], {
      show: true,
      timeoutMs: 24 * 60 * 60_000,
    }),
  bench: (args) => run('pnpm', ['--dir', 'bench', 'run', 'bench', ...args], { show: true }),
  'release:dry': (args) => script('scripts/release/dry-run.ts', args),
  'release:version': version,
  'release:publish': publish,
};

async function fix() {
  await run('pnpm', ['exec', 'biome', 'check', '--write', '.'], { show: true });
  await script('scripts/docs/quote-code.ts', []);
  await script('scripts/docs/write-parts.ts', []);
}

async function hello() {
  const { bin } = JSON.parse(await readFile(path.join(root, 'packages/lithops/package.json'), 'utf8'));
  process.stdout.write('\n');
  await run(process.execPath, [path.join('packages/lithops', bin.lithops), 'hello'], { show: true });
  await script('examples/word-count.ts', []);
}

async function version() {
  await run('pnpm', ['exec', 'changeset', 'version'], { show: true });
  await writeCoreVersion();
}

/**
 * Publishes what the registry does not have yet. The dry run says which registry; nothing else is different then.
 *
 * @param {readonly string[]} args
 */
async function publish(args) {
  const { registry } = parseArgs({ args: [...args], options: { registry: { type: 'string' } } }).values;
  const env = registry === undefined ? {} : { npm_config_registry: registry };
  await run('pnpm', ['exec', 'changeset', 'publish'], { show: true, env });
}

/** @param {string} file @param {readonly string[]} args */
function script(file, args) {
  return run(process.execPath, ['--import', 'tsx', file, ...args], { show: true, timeoutMs: 60 * 60_000 });
}

/** What is built before versions change would be built once more. @param {string} task */
function builtFor(task) {
  if (task === 'release:version' || task === 'release:dry') return 'nothing';
  return task === 'release:publish' ? 'published' : 'all';
}

const [name = '', ...args] = process.argv.slice(2);
const task = tasks[name];
/** Tasks that count: whoever reads their last line finds a tally there, whatever happened. */
const counts = ['test', 'check', 'release:dry'].includes(name);
let prepared = false;
try {
  if (task === undefined) throw new Error(`Expected one of ${Object.keys(tasks).join(', ')}, got "${name}".`);
  await prepare({ build: builtFor(name) });
  prepared = true;
  await task(args);
} catch (error) {
  process.exitCode = 1;
  const told = prepared && error instanceof CommandFailed; // the task has printed it all itself
  if (!told) console.error(error instanceof Error ? error.message : error);
  if (counts && !prepared) console.log('0 passed, 1 failed');
}
