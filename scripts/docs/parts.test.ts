import { describe, expect, it } from 'vitest';
import { generatedParts, staleParts, withParts } from './parts.js';

const make = async (kind: string, subject: string) => {
  if (kind !== 'config') throw new Error(`there is no ${kind}.`);
  return `| ${subject} |\n| new |\n`;
};
const page = (text: string) => ({ path: 'docs/a.md', text });
const stale = '# A\n\n<!-- config: aws -->\n| aws |\n| old |\n<!-- /config -->\n\nThe end.\n';
const fresh = '# A\n\n<!-- config: aws -->\n\n| aws |\n| new |\n\n<!-- /config -->\n\nThe end.\n';

describe('a generated part of a page', () => {
  it('is found between its comments, with what it is of', () => {
    expect(generatedParts(page(fresh))).toMatchObject([{ kind: 'config', subject: 'aws', line: 3 }]);
  });

  it('is stale when it differs from what the code says: page, line and both texts are told', async () => {
    const [problem] = await staleParts([page(fresh.replace('new', 'old'))], make);
    expect(problem).toContain('docs/a.md:6 is stale');
    expect(problem).toContain('the page says: | old |');
    expect(problem).toContain('the code says: | new |');
    expect(problem).toContain('npm run fix');
  });

  it('is fresh once it was written, and what stands around it is left alone', async () => {
    expect(await withParts(page(stale), make)).toBe(fresh);
    expect(await staleParts([page(fresh)], make)).toEqual([]);
  });

  it('is wrong when nothing can make it', async () => {
    const unknown = page('\n<!-- plot: x -->\n<!-- /plot -->\n');
    expect(await staleParts([unknown], make)).toEqual(['docs/a.md:2 there is no plot.']);
  });

  it('may be one of several on a page', async () => {
    expect(await withParts(page(stale + stale), make)).toBe(fresh + fresh);
  });
});
