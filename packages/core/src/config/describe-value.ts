import type { KeySpec } from '../spec/section.js';
import { redactUrls } from './redact.js';
import type { FoundValue } from './value.js';

const maximumShown = 60;

/** What came instead of the expected value, in words; nothing of a secret but its size. */
export function describeGot(spec: KeySpec | undefined, found: FoundValue): string {
  const { value } = found;
  const text = found.text ?? value;
  if (typeof text === 'string') {
    if (spec?.secret === true) return `a text of ${text.length} characters (secret, not shown)`;
    return `${found.text === undefined ? 'the text ' : ''}${quote(redactUrls(text))}`;
  }
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return `a map of ${Object.keys(value).length} keys`;
  return spec?.secret === true ? `a ${typeof value}` : `${String(value)} (${typeof value})`;
}

function quote(text: string): string {
  return JSON.stringify(text.length > maximumShown ? `${text.slice(0, maximumShown)}…` : text);
}
