import { describe, expect, it } from 'vitest';
import { codeBlocks } from './code-blocks.js';
import { withQuotations, wrongQuotations } from './quoted-code.js';

const file = `import a from 'a';

export class A {
  // #region body
  run() {
    // #region inner
    return a;
    // #endregion inner
  }
  // #endregion body
}
`;
const read = (path: string) => (path === 'src/a.ts' ? file : undefined);
const page = (info: string, code: string) => ({
  path: 'docs/a.md',
  text: `# A\n\n\`\`\`ts ${info}\n${code}\`\`\`\n\nThe end.\n`,
});
const whole = file.replaceAll(/.*#(?:end)?region.*\n/g, '');

describe('a block that quotes a file', () => {
  it('is all of the file but the marks of its regions', () => {
    expect(wrongQuotations([page('file=src/a.ts', whole)], read)).toEqual([]);
    expect(whole).not.toContain('region');
  });

  it('may be a region of it, which begins at the left', () => {
    expect(wrongQuotations([page('file=src/a.ts region=inner', 'return a;\n')], read)).toEqual([]);
    const body = 'run() {\n  return a;\n}\n';
    expect(wrongQuotations([page('file=src/a.ts region=body', body)], read)).toEqual([]);
  });

  it('is wrong when a line differs: the page, the line, and both texts are told', () => {
    const [problem] = wrongQuotations([page('file=src/a.ts', whole.replace('run', 'walk'))], read);
    expect(problem).toContain('docs/a.md:7 differs from src/a.ts');
    expect(problem).toContain('the page says:   walk() {');
    expect(problem).toContain('the file says:   run() {');
    expect(problem).toContain('npm run fix');
  });

  it('is wrong when it has less or more than the file', () => {
    const short = whole.replace(/}\n$/, '');
    expect(wrongQuotations([page('file=src/a.ts', short)], read)).toHaveLength(1);
    const [problem] = wrongQuotations([page('file=src/a.ts', `${whole}a();\n`)], read);
    expect(problem).toContain('the page says: a();');
  });

  it('is wrong when the file or the region is missing', () => {
    const [noFile] = wrongQuotations([page('file=src/b.ts', '')], read);
    expect(noFile).toContain('docs/a.md:4 quotes src/b.ts, which is not there');
    const [noRegion] = wrongQuotations([page('file=src/a.ts region=head', '')], read);
    expect(noRegion).toContain('"// #region head"');
  });

  it('is not meant when a block is of the page itself', () => {
    expect(wrongQuotations([page('run', 'a();\n')], read)).toEqual([]);
    expect(codeBlocks(page('run', 'a();\n'))[0]?.quotes).toBeUndefined();
  });
});

describe('writing quotations', () => {
  it('makes every block equal to its file and leaves the rest alone', () => {
    const before = {
      path: 'docs/a.md',
      text: page('file=src/a.ts', '').text + page('file=src/a.ts region=inner', 'old();\n').text,
    };
    const text = withQuotations(before, read);
    expect(text).toBe(
      page('file=src/a.ts', whole).text + page('file=src/a.ts region=inner', 'return a;\n').text,
    );
    expect(wrongQuotations([{ path: 'docs/a.md', text }], read)).toEqual([]);
  });

  it('keeps what it cannot find', () => {
    const before = page('file=src/b.ts', 'kept();\n');
    expect(withQuotations(before, read)).toBe(before.text);
  });

  it('writes texts with dollar signs as they are', () => {
    const written = withQuotations(page('file=src/b.ts', 'x\n'), () => 'a.replace(b, "$&");\n');
    expect(written).toContain('a.replace(b, "$&");');
  });
});
