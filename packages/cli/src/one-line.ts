/** A text with its line breaks and indentation taken out, so that each problem is one line. */
export function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}
