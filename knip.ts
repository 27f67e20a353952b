import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { KnipConfig } from 'knip';

/** What a package builds, as its tsup.config.ts names it: knip reads such files, but does not follow our `library(…)`. */
function builtFrom(folder: string): string[] {
  const file = `${folder}/tsup.config.ts`;
  if (!existsSync(file)) return [];
  return [...readFileSync(file, 'utf8').matchAll(/'(src\/[^']+\.ts)'/g)].map(([, entry = '']) => entry);
}

const packages = readdirSync('packages').map((name) => `packages/${name}`);

const config: KnipConfig = {
  workspaces: {
    '.': {
      entry: [
        'scripts/{test,check}/main.ts',
        'scripts/docs/quote-code.ts',
        'scripts/docs/write-parts.ts',
        'scripts/release/dry-run.ts',
        'scripts/**/*.test.ts',
        'scripts/vitest.config.ts',
      ],
      project: ['scripts/**/*.{ts,mjs}', 'tsup.base.ts'],
      // run by name, from the scripts
      ignoreDependencies: ['@arethetypeswrong/cli', '@biomejs/biome', '@changesets/config', 'tsx'],
    },
    ...Object.fromEntries(
      packages.map((folder) => [
        folder,
        {
          // tests start some of these files as programs
          entry: [...builtFrom(folder), 'test/**/*.ts'],
          project: ['{src,test}/**/*.ts', '!test/**/fixtures/**'],
        },
      ]),
    ),
    // the code in the documentation imports these, where knip does not look
    'testing/docs': {
      project: ['{src,test}/**/*.ts'],
      ignoreDependencies: ['@aws-sdk/*', '@lithops/*', 'esbuild', 'lithops', 'lithops-*', 'tsx'],
    },
    // what the machine has
    'testing/containers': { project: ['{src,test}/**/*.ts'], ignoreBinaries: ['podman', 'ldd'] },
    // packed and installed by name
    'testing/plugins': { project: ['{src,test}/**/*.ts'], ignoreDependencies: ['lithops-monitor-socket'] },
    'testing/*': { project: ['{src,test}/**/*.ts'] },
    bench: { entry: ['src/workers/*'], project: ['src/**'] },
    website: {
      entry: ['src/{build,serve}.ts'],
      project: ['{src,.vitepress}/**/*.ts'],
    },
    // what of src is built is what strangers would have: no list of it here
    'examples/plugins/*': { entry: ['src/*.ts', 'test/**/*.ts'], project: ['{src,test}/**/*.ts'] },
    examples: { entry: ['*.ts'], project: ['**/*.ts', '!plugins/**'] },
  },
  // of the system: tests make disks that are full, and pipes
  ignoreBinaries: ['mount', 'umount', 'mkfifo'],
  ignoreExportsUsedInFile: true,
  // a type that an exported function names is exported with it, whether or not somebody imports it already
  exclude: ['types'],
};

export default config;
