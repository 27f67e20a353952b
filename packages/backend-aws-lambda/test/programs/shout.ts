import { createHash } from 'node:crypto';
import { inWords } from './in-words.js';

/** How often this module was loaded in this process. */
let count = 0;

export function shout(text: string): string {
  count++;
  return `${text.toUpperCase()}! (${inWords(count > 0)}, ${createHash('md5').update(text).digest('hex').slice(0, 4)})`;
}
