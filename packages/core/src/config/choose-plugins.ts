import {
  checkGivenPlugin,
  officialMode,
  officialStorage,
  type PluginKind,
  type PluginOf,
  resolvePlugin,
} from '../plugins/index.js';
import type { ComputePlugin, MonitorPlugin, Plugin, StoragePlugin } from '../spec/plugin.js';
import { type BackendChoice, chooseBackend } from './choose-backend.js';
import { serverlessSection, standaloneSection } from './core-sections.js';
import { Findings } from './findings.js';
import { describeOrigin, type Origin } from './origin.js';
import { readSection, type Setting } from './read-section.js';
import type { Reading } from './reading.js';

/** Which backend runs the calls, from all that was said. @throws {LithopsError} `LITHOPS_MODE` */
export function choiceOfBackend(reading: Reading): BackendChoice {
  // Problems of these sections are noted when the mode is known and they are read whole.
  const unnoted = new Findings();
  const ofMode = (section: string, specs: typeof serverlessSection | typeof standaloneSection) =>
    readSection(section, specs, reading.layers, unnoted).get('backend');
  return chooseBackend({
    mode: reading.said.get('mode'),
    backend: reading.said.get('backend'),
    ofMode: {
      serverless: ofMode('serverless', serverlessSection),
      standalone: ofMode('standalone', standaloneSection),
    },
  });
}

/** The compute plug-in of the choice: the object that was given, or the one of that name. */
export function computePlugin(reading: Reading, choice: BackendChoice): ComputePlugin {
  const isOfMode = reading.said.get('backend')?.origin !== choice.origin;
  const at = isOfMode ? `${choice.mode}.backend` : 'lithops.backend';
  return find(reading, 'compute', 'backend', choice.name, choice.origin, at);
}

/** The storage plug-in: the one that was named, else that of the backend's cloud. */
export function storagePlugin(reading: Reading, choice: BackendChoice): StoragePlugin {
  const said = reading.said.get('storage');
  const name = said === undefined ? (officialStorage(choice.name) ?? 'localhost') : String(said.value);
  const mode = officialMode(choice.name);
  if (name === 'localhost' && mode !== undefined && mode !== 'localhost') {
    reading.findings.problem(
      `${whereOf(said)}: expected a storage that workers of "${choice.name}" can reach, such as ${officialStorage(choice.name)}; "localhost" is a folder of this machine.`,
      said && { kind: 'unset', origin: said.origin, at: 'lithops.storage' },
    );
  }
  return find(reading, 'storage', 'storage', name, said?.origin ?? choice.origin);
}

/** `'auto'` when nobody said anything, `'direct'`, which is core's own, or a plug-in. */
export function monitorPlugin(reading: Reading): 'auto' | 'direct' | MonitorPlugin {
  const said = reading.said.get('monitoring');
  if (said === undefined) return 'auto';
  if (said.value === 'direct') return 'direct';
  return find(reading, 'monitor', 'monitoring', String(said.value), said.origin);
}

function find<K extends PluginKind>(
  reading: Reading,
  kind: K,
  option: 'backend' | 'storage' | 'monitoring',
  name: string,
  origin: Origin,
  at = `lithops.${option}`,
): PluginOf<K> {
  const given = reading.options[option];
  if (given !== undefined && typeof given !== 'string')
    return checkGivenPlugin(kind, given, `option "${option}"`);
  const builtins: readonly Plugin[] = reading.builtins[kind];
  const where = origin.kind === 'default' ? 'by default' : describeOrigin(origin);
  return resolvePlugin(kind, name, {
    builtins,
    folders: reading.folders,
    where,
    setting: { origin, at },
  });
}

function whereOf(said: Setting | undefined): string {
  return said === undefined ? 'by default' : describeOrigin(said.origin);
}
