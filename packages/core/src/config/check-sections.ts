import { nearestName } from '../errors/nearest-name.js';
import { isKnownName, officialMode } from '../plugins/index.js';
import type { BackendChoice } from './choose-backend.js';
import { coreSections } from './core-sections.js';
import type { Findings } from './findings.js';
import type { Layer } from './layer.js';
import { describeOrigin } from './origin.js';

/**
 * Notes sections whose name is nearly that of one in use: what is below them would be lost. Sections of plug-ins that are
 * not in use are left unread, whatever they are called.
 */
export function checkSectionNames(
  layers: readonly Layer[],
  inUse: Iterable<string>,
  findings: Findings,
): void {
  const known = new Set([...Object.keys(coreSections), ...inUse]);
  for (const layer of layers) {
    for (const [section, keys] of layer) {
      if (known.has(section) || isKnownElsewhere(section)) continue;
      const near = nearestName(section, known);
      if (near === undefined) continue;
      const first = keys.values().next().value;
      const where = first === undefined ? '' : ` (${describeOrigin(first.origin)})`;
      const mend = first && ({ kind: 'move', origin: first.origin, from: section, to: near } as const);
      findings.problem(`There is no section "${section}"${where}. Did you mean "${near}"?`, mend);
    }
  }
}

/** Lithops for Python would have run this on its default cloud; here nothing chosen means this machine, which must be said. */
export function warnOfUnusedBackend(
  choice: BackendChoice,
  layers: readonly Layer[],
  findings: Findings,
): void {
  if (choice.origin.kind !== 'default' || choice.mode !== 'localhost') return;
  const configured = layers.flatMap((layer) => [...layer.keys()]);
  const remote = configured.find((section) => (officialMode(section) ?? 'localhost') !== 'localhost');
  if (remote === undefined) return;
  findings.warn(
    `No backend is chosen, so calls run on this machine, although section "${remote}" is configured. To use it, set \`backend: ${remote}\` in section "lithops".`,
  );
}

const vendorSections = ['aws', 'aliyun', 'azure', 'gcp', 'ibm', 'oracle'];

function isKnownElsewhere(section: string): boolean {
  return vendorSections.includes(section) || kinds.some((kind) => isKnownName(kind, section));
}

const kinds = ['compute', 'storage', 'monitor'] as const;
