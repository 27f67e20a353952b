import type { LithopsError } from '../errors/lithops-error.js';
import { mendableError } from '../errors/mend.js';
import type { Mode } from '../executor/options.js';
import { officialMode, officialNames } from '../plugins/index.js';
import { serverlessSection, standaloneSection } from './core-sections.js';
import { describeOrigin, type Origin } from './origin.js';
import type { Setting } from './read-section.js';

/** Which backend runs the calls, and in which mode. */
export interface BackendChoice {
  readonly name: string;
  readonly mode: Mode;
  readonly origin: Origin;
}

/** What was said about it, in all layers. */
interface BackendWishes {
  readonly mode: Setting | undefined;
  readonly backend: Setting | undefined;
  /** `serverless.backend` and `standalone.backend`. */
  readonly ofMode: Readonly<Partial<Record<Mode, Setting | undefined>>>;
}

/**
 * A backend decides the mode; a mode without a backend takes that mode's; with neither, it is this machine. Where both
 * are given and do not match, the stronger layer decides.
 *
 * @throws {LithopsError} `LITHOPS_MODE` when both come from the same layer, or the mode alone does not say which backend.
 */
export function chooseBackend(wishes: BackendWishes): BackendChoice {
  const mode = wishes.mode === undefined ? undefined : asMode(wishes.mode.value);
  if (wishes.backend !== undefined) return fromBackend(wishes.backend, mode, wishes);
  if (mode !== undefined) return fromMode(mode, wishes);
  if (wishes.ofMode.serverless !== undefined) return fromMode('serverless', wishes);
  if (wishes.ofMode.standalone !== undefined) return fromMode('standalone', wishes);
  return { name: 'localhost', mode: 'localhost', origin: { kind: 'default' } };
}

function fromBackend(backend: Setting, mode: Mode | undefined, wishes: BackendWishes): BackendChoice {
  const name = String(backend.value);
  const own = officialMode(name);
  // Whoever made a backend of their own says its mode, if it matters to them.
  const fitting = own ?? mode ?? 'serverless';
  const isMatch = mode === undefined || mode === fitting;
  if (isMatch || isStronger(backend.origin, wishes.mode?.origin)) {
    return { name, mode: fitting, origin: backend.origin };
  }
  const modeDecides = isStronger(wishes.mode?.origin, backend.origin);
  if (modeDecides && (mode === 'localhost' || wishes.ofMode[mode] !== undefined))
    return fromMode(mode, wishes);
  throw otherMode(name, fitting, mode, backend.origin, wishes.mode);
}

function fromMode(mode: Mode, wishes: BackendWishes): BackendChoice {
  const said = mode === 'localhost' ? undefined : wishes.ofMode[mode];
  const name = said === undefined ? defaultBackends[mode] : String(said.value);
  const origin = said?.origin ?? wishes.mode?.origin ?? { kind: 'default' };
  const own = officialMode(name) ?? mode;
  if (own !== mode) throw otherMode(name, own, mode, origin, wishes.mode);
  return { name, mode, origin };
}

const defaultBackends: Readonly<Record<Mode, string>> = {
  localhost: 'localhost',
  serverless: serverlessSection.backend.default,
  standalone: standaloneSection.backend.default,
};

const strength: readonly Origin['kind'][] = ['default', 'file', 'environment', 'config', 'constructor'];

function isStronger(one: Origin | undefined, other: Origin | undefined): boolean {
  return strength.indexOf(one?.kind ?? 'default') > strength.indexOf(other?.kind ?? 'default');
}

function asMode(value: unknown): Mode | undefined {
  return value === 'localhost' || value === 'serverless' || value === 'standalone' ? value : undefined;
}

function otherMode(
  name: string,
  own: Mode,
  mode: Mode,
  origin: Origin,
  said: Setting | undefined,
): LithopsError {
  const fitting = officialNames('compute').filter((candidate) => officialMode(candidate) === mode);
  return mendableError({
    code: 'LITHOPS_MODE',
    mend: said && { kind: 'unset', origin: said.origin, at: 'lithops.mode' },
    message: `${describeOrigin(origin)}: expected a backend of mode ${mode} (${fitting.join(', ')}), got "${name}" of mode ${own}: name another backend, or leave the mode out.`,
  });
}
