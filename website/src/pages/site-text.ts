import { type LinkTargets, rewriteLinks } from './links.js';
import type { Page } from './page.js';

/** What a page says on the site: the same as in the project, but for what only GitHub or our own checks read in it. */
export function siteText(page: Page, targets: LinkTargets): string {
  const text = page.source.endsWith('.ts') ? codePage(page) : page.text;
  return rewriteLinks(page.source, plainFences(withoutPreambles(text)), targets);
}

/** Code that blocks take for granted is for the compiler, not for readers. */
function withoutPreambles(text: string): string {
  return text.replaceAll(/^<!-- before\n[\s\S]*?^-->\n+/gm, '');
}

/** What stands behind the language of a block is for our checks. */
function plainFences(text: string): string {
  return text.replaceAll(/^(`{3,}\w+) [^\n]*$/gm, '$1');
}

/** A file of code as a page: its opening comment as text, then all of it. */
function codePage({ title, text }: Page): string {
  const comment = /^(?:\/\/ .*\n)+/.exec(text)?.[0] ?? '';
  const words = comment.replaceAll(/^\/\/ /gm, '').trim();
  return `# ${title}\n\n${words}\n\n\`\`\`ts\n${text.slice(comment.length).trimStart()}\`\`\`\n`;
}
