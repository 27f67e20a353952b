/** The name that a heading is linked by, as GitHub makes it: `Which monitor?` is `which-monitor`. */
export function headingAnchor(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** Markdown with its code blanked, every other character where it was. */
export function withoutCode(text: string): string {
  const blank = (code: string) => code.replaceAll(/[^\n]/g, ' ');
  return text
    .replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, blank)
    .replaceAll(/`[^`\n]*`/g, (code) => 'x'.repeat(code.length));
}
