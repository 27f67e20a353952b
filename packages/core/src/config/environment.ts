import { nearestName } from '../errors/nearest-name.js';
import type { Findings } from './findings.js';
import { addTo, type Layer, type LayerValue } from './layer.js';

/** Variables with a short name, as the documents know them. */
const shortNames: Readonly<Record<string, string>> = {
  LITHOPS_BACKEND: 'backend',
  LITHOPS_STORAGE: 'storage',
  LITHOPS_STORAGE_BUCKET: 'storage_bucket',
};

/**
 * Reads `LITHOPS__<SECTION>__<KEY>` and the short names. An empty variable says nothing. Types come from the keys' specs:
 * lists are comma-separated or JSON.
 */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  findings: Findings,
): Layer {
  const layer = new Map<string, Map<string, LayerValue>>();
  for (const [variable, text] of Object.entries(environment)) {
    if (text === undefined || text.trim() === '' || !variable.startsWith('LITHOPS_')) continue;
    if (!variable.startsWith('LITHOPS__')) {
      warnOfSlip(variable, findings);
      continue;
    }
    const [section, key, ...rest] = variable.slice('LITHOPS__'.length).toLowerCase().split('__');
    if (!section || !key || rest.length > 0) {
      findings.problem(`Environment variable ${variable}: expected LITHOPS__<SECTION>__<KEY>.`);
      continue;
    }
    addTo(layer, section, key, variableValue(variable, text));
  }
  for (const [variable, key] of Object.entries(shortNames)) {
    const text = environment[variable];
    if (text !== undefined && text.trim() !== '') {
      addTo(layer, 'lithops', key, variableValue(variable, text));
    }
  }
  return layer;
}

/** Variables of other programs may begin like ours: only what is nearly one of ours is spoken of. */
function warnOfSlip(variable: string, findings: Findings): void {
  const known = ['LITHOPS_CONFIG_FILE', 'LITHOPS_USER', ...Object.keys(shortNames)];
  if (known.includes(variable)) return;
  const ending = (name: string): string => name.slice('LITHOPS_'.length);
  const near = nearestName(ending(variable), known.map(ending));
  // Lithops for Python reads a whole configuration from this one.
  const meant = variable === 'LITHOPS_CONFIG' ? 'CONFIG_FILE' : near;
  if (meant === undefined) return;
  findings.warn(`The environment variable ${variable} is not read. Did you mean LITHOPS_${meant}?`);
}

function variableValue(variable: string, text: string): LayerValue {
  return { value: text, text: text.trim(), isVariable: true, origin: { kind: 'environment', variable } };
}
