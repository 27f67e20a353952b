/** How one step of a {@link Path} reads: `.name` / `[3]`, `.get("k")`, or a text that is shown as it is. */
type StepForm = 'property' | 'map-value' | 'text';

/**
 * Where a value stands, from the thing the user handed over down to the value. A linked list towards the
 * root: a step costs one small object, and text is made only when an error is.
 */
export interface Path {
  readonly parent: Path | undefined;
  readonly form: StepForm;
  readonly key: unknown;
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const index = /^(0|[1-9]\d*)$/;
const shownSteps = 12;

/** The beginning of a path: `item`, `items[3]`, `resize → cache`. Shown as it is. */
export function rootPath(text: string): Path {
  return { parent: undefined, form: 'text', key: text };
}

/** One property further: `.socket`, `[3]`, `["a b"]`, `[Symbol(tag)]`. */
export function propertyPath(parent: Path, key: PropertyKey): Path {
  return { parent, form: 'property', key };
}

/** The value a `Map` has for `key`: `.get("k")`. */
export function mapValuePath(parent: Path, key: unknown): Path {
  return { parent, form: 'map-value', key };
}

/** One step in words of its own, shown as it is: ` → cache`, `.#pool`, ` (its 2nd element)`. */
export function textPath(parent: Path, text: string): Path {
  return { parent, form: 'text', key: text };
}

/** The path as a user reads it: `item.db.socket`, `items[3].x`, `map.get("k")`. The middle of a very long one is left out. */
export function renderPath(path: Path): string {
  const steps: string[] = [];
  for (let step: Path | undefined = path; step !== undefined; step = step.parent)
    steps.push(renderStep(step));
  steps.reverse();
  if (steps.length <= 2 * shownSteps) return steps.join('');
  const hidden = steps.length - 2 * shownSteps;
  return `${steps.slice(0, shownSteps).join('')} … (${hidden} steps) … ${steps.slice(-shownSteps).join('')}`;
}

function renderStep({ form, key }: Path): string {
  switch (form) {
    case 'text':
      return String(key);
    case 'map-value':
      return `.get(${renderKey(key)})`;
    case 'property':
      return renderProperty(key);
  }
}

function renderProperty(key: unknown): string {
  if (typeof key !== 'string') return `[${renderKey(key)}]`;
  if (index.test(key)) return `[${key}]`;
  return identifier.test(key) ? `.${key}` : `[${renderKey(key)}]`;
}

function renderKey(key: unknown): string {
  if (typeof key === 'string') return JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key);
  if (typeof key === 'function') return '<function>';
  if (typeof key === 'object' && key !== null) return '<object>';
  return typeof key === 'bigint' ? `${key}n` : String(key);
}
