/** Text without the mark that some programs write at the start of a file, and that is none of it. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
