import { describe, expect, it } from 'vitest';
import { missingParts, tablesByHand } from '../src/missing-parts.js';
import { projectPlugins } from '../src/plugins.js';

const table = '| key | meaning |\n|---|---|\n| `a` | b |\n';
const page = (path: string, text: string) => ({ path, text });

describe('a table of keys', () => {
  it('must not be typed by hand', () => {
    expect(tablesByHand([page('docs/a.md', `# A\n\n${table}`)])).toEqual([
      expect.stringContaining('docs/a.md:3 has a table of keys by hand'),
    ]);
  });

  it('may be typed in an example, as anybody would', () => {
    expect(tablesByHand([page('examples/plugins/a/README.md', table)])).toEqual([]);
  });

  it('may stand in a part that is made from the code', () => {
    const text = `<!-- config: a -->\n\n${table}\n<!-- /config -->\n`;
    expect(tablesByHand([page('docs/a.md', text)])).toEqual([]);
  });
});

describe('the plug-ins of the project', () => {
  it('are found in all built packages', async () => {
    const names = (await projectPlugins()).map(({ plugin }) => plugin.name);
    expect(names).toEqual(
      expect.arrayContaining(['localhost', 'aws_lambda', 'aws_s3', 'ibm_cos', 'rabbitmq']),
    );
  });

  it('each need a table in docs/configuration.md and in their README, and a policy where they have some', async () => {
    const plugins = (await projectPlugins()).filter(({ plugin }) => plugin.name === 'aws_s3');
    const own = '<!-- config: aws_s3 -->\n<!-- /config -->\n';
    expect(missingParts([page('docs/configuration.md', own)], plugins)).toEqual([
      'docs/configuration.md has no part <!-- config: aws … -->.',
      'packages/storage-s3/README.md has no part <!-- config: aws_s3 … -->.',
      'packages/storage-s3/README.md has no part <!-- policy: aws_s3 … -->.',
    ]);
  });
});
