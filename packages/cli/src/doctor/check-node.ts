import type { Check } from './check.js';

const least = [20, 19] as const;

/** Is this Node.js new enough? */
export function nodeCheck(version: string = process.versions.node): Check<unknown> {
  return {
    name: 'Node.js',
    async run() {
      const [major = 0, minor = 0] = version.split('.').map(Number);
      const isEnough = major > least[0] || (major === least[0] && minor >= least[1]);
      if (isEnough) return [{ level: 'ok', message: `v${version} on ${process.platform} ${process.arch}` }];
      const message = `expected Node.js ${least.join('.')} or later, got v${version}`;
      return [{ level: 'problem', message, fix: 'nvm install --lts' }];
    },
  };
}
