import type { ProjectFile, WorkspacePackage } from '../workspace.js';
import { codeBlocks } from './code-blocks.js';

/** What every package's README has, in this order, so that knowing one is knowing all. */
export function misshapenReadmes(
  packages: readonly WorkspacePackage[],
  pages: readonly ProjectFile[],
): readonly string[] {
  return packages.flatMap(({ folder, manifest }) => {
    const page = pages.find(({ path }) => path === `${folder}/README.md`);
    return page === undefined ? [] : problemsOf(page, manifest.name);
  });
}

function problemsOf(page: ProjectFile, name: string): readonly string[] {
  const blocks = codeBlocks(page);
  const install = blocks.find(({ language, code }) => language === 'sh' && installs(code, name));
  const example = blocks.find(({ language }) => language === 'ts' || language === 'js');
  const wrong = [
    page.text.startsWith(`# ${name}\n\n`) ? undefined : `begin with "# ${name}" and a sentence`,
    install === undefined ? `have a line "npm install … ${name}"` : undefined,
    example === undefined ? 'have an example' : undefined,
    example !== undefined && install !== undefined && example.offset < install.offset
      ? 'say how to install before it shows an example'
      : undefined,
    page.text.includes('\n## Limits\n') ? undefined : 'have a section "## Limits"',
    /\]\(\.\.\/\.\.\/docs\/[^)]+\)/.test(page.text) ? undefined : 'link to its page in docs/',
  ];
  return wrong.filter((problem) => problem !== undefined).map((problem) => `${page.path} must ${problem}.`);
}

function installs(code: string, name: string): boolean {
  return code
    .split('\n')
    .some((line) => line.startsWith('npm install ') && line.replace(/#.*/, '').split(' ').includes(name));
}
