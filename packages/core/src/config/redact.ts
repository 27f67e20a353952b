/** What is printed instead of a secret. */
const redactedMark = '***';

/** `amqp://user:secret@host` → `amqp://user:***@host`, anywhere in a text. Takes time in proportion to its length. */
export function redactUrls(text: string): string {
  return text.replaceAll(/[^\s"'<>]+/g, redactUrl);
}

function redactUrl(word: string): string {
  const place = placeOfPassword(word);
  return place === undefined ? word : word.slice(0, place.start) + redactedMark + word.slice(place.end);
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** The last @ ends it, because an unescaped one may be part of the password: better too much is hidden than too little. */
function placeOfPassword(word: string): Place | undefined {
  const scheme = word.indexOf('://');
  const end = word.lastIndexOf('@');
  if (scheme < 1 || end < scheme || /\s/.test(word.slice(0, scheme))) return undefined;
  const login = word.slice(scheme + 3, end);
  const colon = login.indexOf(':');
  const isPort = /^\d{1,5}\//.test(login.slice(colon + 1, colon + 7));
  const isLogin = colon !== -1 && colon < login.length - 1 && !login.slice(0, colon).includes('/');
  return isLogin && !isPort ? { start: scheme + 3 + colon + 1, end } : undefined;
}

/** A configured value as it may be printed: a secret URL keeps its address, any other secret nothing. */
export function redactValue(value: unknown, isSecret: boolean): unknown {
  if (typeof value === 'string') return isSecret ? redactSecret(value) : redactUrls(redactUrl(value));
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
  const shown = redactUrl(value);
  return shown === value ? redactedMark : shown.replace(/[?#].*$/s, '');
}

function passwordOf(value: string): string | undefined {
  const place = placeOfPassword(value);
  return place === undefined ? undefined : value.slice(place.start, place.end);
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
