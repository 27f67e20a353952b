import { ServiceError } from '../service/service-error.js';

/**
 * A pattern of plain text: words, and what is in double quotes, must all be in the message; after a `-`, must not.
 *
 * @throws {ServiceError} `InvalidParameterException` for JSON (`{ … }`) and columns (`[ … ]`), which this double has not
 */
export function messageFilter(pattern: string): (message: string) => boolean {
  if (/^\s*[[{]/.test(pattern))
    throw new ServiceError(
      'InvalidParameterException',
      `This double only knows patterns of text, got ${pattern}`,
    );
  const terms = [...pattern.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)].map(([, minus, quoted, word]) => ({
    wanted: minus === '',
    text: quoted ?? word ?? '',
  }));
  return (message) => terms.every(({ wanted, text }) => message.includes(text) === wanted);
}
