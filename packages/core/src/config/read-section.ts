import { invalidArgument } from '../errors/invalid-argument.js';
import type { LithopsError } from '../errors/lithops-error.js';
import { type Mend, mendableError } from '../errors/mend.js';
import { didYouMean, nearestName } from '../errors/nearest-name.js';
import { optionName } from '../plugins/section-options.js';
import type { KeySpec } from '../spec/section.js';
import { lithopsSection, type SettingSpecs, workerSection } from './core-sections.js';
import { describeGot } from './describe-value.js';
import type { Findings } from './findings.js';
import { isUnset, type Layer, type LayerValue } from './layer.js';
import { describeOrigin, type Origin } from './origin.js';
import { fromPythonForm, pythonKeyHint } from './python-keys.js';
import { checkValue, describeExpected } from './value.js';

/** A checked value and where it came from. */
export interface Setting {
  readonly value: unknown;
  readonly origin: Origin;
}

/** Checked values by key. */
export type Settings = ReadonlyMap<string, Setting>;

/** What the layers say of a section, checked; the stronger layer wins. Defaults are not filled in. */
export function readSection(
  section: string,
  specs: SettingSpecs,
  layers: readonly Layer[],
  findings: Findings,
): Settings {
  const settings = new Map<string, Setting>();
  for (const layer of layers) readLayer(section, specs, layer, settings, findings);
  return settings;
}

function readLayer(
  section: string,
  specs: SettingSpecs,
  layer: Layer,
  settings: Map<string, Setting>,
  findings: Findings,
): void {
  const names = new Map<string, LayerValue>();
  for (const [key, found] of layer.get(section) ?? []) {
    const name = canonicalName(key, specs);
    if (name === undefined) {
      unknownKey(section, key, found, specs, findings);
      continue;
    }
    const other = names.get(name);
    if (other !== undefined && String(other.value) !== String(found.value)) {
      findings.problem(ambiguous(section, found));
    }
    names.set(name, found);
    const setting = readKey(section, name, specs[name], found, findings);
    if (setting !== undefined) settings.set(name, setting);
    // In a stronger layer `null` takes back what a weaker one says.
    else if (isUnset(found)) settings.delete(name);
  }
}

function ambiguous(section: string, found: LayerValue): string {
  return `${describeOrigin(found.origin)}: section "${section}" says "region" and "region_name" with different values: keep one of them.`;
}

function readKey(
  section: string,
  key: string,
  spec: KeySpec | undefined,
  found: LayerValue,
  findings: Findings,
): Setting | undefined {
  if (spec === undefined) return undefined;
  const isNothing = found.text === '' || (isUnset(found) && spec.or?.includes(null) !== true);
  if (isNothing) return undefined;
  const checked = checkValue(spec, { ...found, value: fromPythonForm(key, found.value) });
  if (checked.ok) return { value: checked.value, origin: found.origin };
  findings.add(wrongValue(section, key, spec, found));
  return undefined;
}

function wrongValue(section: string, key: string, spec: KeySpec, found: LayerValue): LithopsError {
  if (found.origin.kind === 'constructor') {
    const isTime = spec.unit === 's' && typeof found.value === 'number';
    const given = isTime ? Number(found.value) * 1000 : found.value;
    const shown = spec.secret === true ? describeGot(spec, found) : given;
    return invalidArgument(
      `option "${optionName(key, spec)}"`,
      describeExpected(spec, 'milliseconds'),
      shown,
    );
  }
  const message = `expected ${section}.${key} to be ${describeExpected(spec)}, got ${describeGot(spec, found)}`;
  return mendableError({
    code: 'LITHOPS_CONFIG',
    message: `${describeOrigin(found.origin)}: ${message}.`,
    mend: mendOfValue(`${section}.${key}`, spec, found),
  });
}

/** A choice that was mistyped is set right; for anything else the default is known to be. */
function mendOfValue(at: string, spec: KeySpec, { value, origin }: LayerValue): Mend | undefined {
  const choices: readonly string[] = Array.isArray(spec.type) ? spec.type : [];
  const near = nearestName(String(value), choices);
  if (near !== undefined) return { kind: 'set', origin, at, value: near };
  return spec.required === true ? undefined : { kind: 'unset', origin, at };
}

const aliases: Readonly<Record<string, string>> = { region: 'region_name', region_name: 'region' };

/** The other name under which a key is understood. */
export function aliasOf(key: string): string | undefined {
  return Object.hasOwn(aliases, key) ? aliases[key] : undefined;
}

function canonicalName(key: string, specs: SettingSpecs): string | undefined {
  if (Object.hasOwn(specs, key)) return key;
  const alias = aliasOf(key);
  return alias !== undefined && Object.hasOwn(specs, alias) ? alias : undefined;
}

function unknownKey(
  section: string,
  key: string,
  found: LayerValue,
  specs: SettingSpecs,
  findings: Findings,
): void {
  const where = describeOrigin(found.origin);
  const hint = pythonKeyHint(section, key);
  if (hint !== undefined) {
    const what = `"${section}.${key}" belongs to Lithops for Python and means nothing here.`;
    findings.warn(`${where}: ${what} ${hint}`.trimEnd());
    return;
  }
  findings.problem(
    `${where}: section "${section}" has no key "${key}".${unknownKeyHint(key, specs)}`,
    mendOfKey(section, key, found, specs),
  );
}

function mendOfKey(section: string, key: string, { origin }: LayerValue, specs: SettingSpecs): Mend {
  const from = `${section}.${key}`;
  if (Object.hasOwn(lithopsSection, key)) return { kind: 'move', origin, from, to: `lithops.${key}` };
  const near = Object.hasOwn(workerSection, key) ? undefined : nearestName(key, Object.keys(specs));
  return near === undefined
    ? { kind: 'unset', origin, at: from }
    : { kind: 'move', origin, from, to: `${section}.${near}` };
}

function unknownKeyHint(key: string, specs: SettingSpecs): string {
  if (Object.hasOwn(workerSection, key))
    return ` It belongs in the section of the backend, such as \`localhost:\`.`;
  if (Object.hasOwn(lithopsSection, key)) return ' It belongs in section "lithops".';
  const names = Object.keys(specs);
  return didYouMean(key, names) || ` It has: ${names.join(', ')}.`;
}
