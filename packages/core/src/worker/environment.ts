import { processWide } from '../util/process-wide.js';

/** A variable that running calls have set. */
interface Held {
  /** What it was before the first of them. */
  readonly before: string | undefined;
  users: number;
}

const held = processWide<Map<string, Held>>('call-environment', () => new Map());

/**
 * The job's variables for the time of a call; what stood there before comes back when it has ended. Calls that run at
 * the same time in one process share its variables: the last one to end puts back what was before the first.
 */
export function setEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const names = Object.keys(variables);
  if (names.length === 0) return nothingToPutBack;
  for (const name of names) hold(name);
  Object.assign(process.env, variables);
  return () => {
    for (const name of names) leave(name);
  };
}

function nothingToPutBack(): void {
  // Most jobs set no variables.
}

function hold(name: string): void {
  const known = held.get(name);
  if (known === undefined) held.set(name, { before: process.env[name], users: 1 });
  else known.users++;
}

function leave(name: string): void {
  const known = held.get(name);
  if (known === undefined) return;
  known.users--;
  if (known.users > 0) return;
  held.delete(name);
  if (known.before === undefined) delete process.env[name];
  else process.env[name] = known.before;
}
