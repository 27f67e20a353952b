import { TransportError, type TransportErrorKind } from '../spec/transport-error.js';
import { messageOf } from '../util/thrown.js';

/** A nested activation's failure as the text that crosses the pipe: its kind says whether it may have run. */
export function wordsOf(error: unknown): string {
  const { kind, message } =
    error instanceof TransportError ? error : { kind: 'lost' as const, message: messageOf(error) };
  return `${kind} ${message}`;
}

const kinds: readonly string[] = [
  'throttled',
  'unavailable',
  'lost',
  'out-of-memory',
  'timed-out',
  'runtime-missing',
  'rejected',
] satisfies TransportErrorKind[];

function isKind(word: string): word is TransportErrorKind {
  return kinds.includes(word);
}

/** What {@link wordsOf} was given. */
export function failureFrom(words: string): TransportError {
  const [kind = '', ...message] = words.split(' ');
  return isKind(kind) ? new TransportError(kind, message.join(' ')) : new TransportError('lost', words);
}
