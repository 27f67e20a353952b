/** What is printed instead of a secret. */
export const redactedMark = '***';

// The last @ of the word ends the password: an unescaped one may be part of it.
const urlPassword = /([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"'<>]*:)[^\s"'<>]+@/gi;

/** `amqp://user:secret@host` → `amqp://user:***@host`, anywhere in a text. */
export function redactUrls(text: string): string {
  return text.replaceAll(urlPassword, `$1${redactedMark}@`);
}

/** A configured value as it may be printed: a secret URL keeps its address, any other secret nothing. */
export function redactValue(value: unknown, isSecret: boolean): unknown {
  if (typeof value === 'string') return isSecret ? redactSecret(value) : redactUrls(value);
  if (isSecret) return value === undefined ? undefined : redactedMark;
  return Array.isArray(value) ? value.map((item) => redactValue(item, false)) : value;
}

/** Makes the function that replaces all these secrets, also as they look inside JSON and URLs, and passwords of any URL. */
export function redactor(secrets: Iterable<string>): (text: string) => string {
  const spellings = new Set([...secrets].flatMap(spellingsOf));
  const longestFirst = [...spellings].sort((a, b) => b.length - a.length);
  return (text) => {
    const known = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, redactedMark), text);
    return redactUrls(known);
  };
}

/** The secrets in a value: all of it when its key is secret, else the password when it is a URL. */
export function secretsOf(value: unknown, isSecret: boolean): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => secretsOf(item, isSecret));
  if (typeof value !== 'string') return [];
  const password = passwordOf(value);
  const secrets = password === undefined ? [] : [password];
  return isSecret && !secrets.includes(value) ? [...secrets, value] : secrets;
}

function redactSecret(value: string): string {
  const shown = redactUrls(value);
  return shown === value ? redactedMark : shown.replace(/[?#].*$/s, '');
}

function passwordOf(value: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/:@]*:(.+)@/is.exec(value)?.[1];
}

/** Below this a "secret" is a word that occurs by chance, and masking it would make logs unreadable. */
const shortestSecret = 4;

function spellingsOf(secret: string): readonly string[] {
  if (secret.length < shortestSecret) return [];
  const spellings = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
  return decoded(secret) === secret ? spellings : [...spellings, decoded(secret)];
}

function decoded(secret: string): string {
  try {
    return decodeURIComponent(secret);
  } catch (error) {
    if (error instanceof URIError) return secret;
    throw error;
  }
}
