import type { MakePart } from '../../../scripts/docs/parts.js';
import { configTable, sectionsOf } from './config-tables.js';
import { projectPlugins } from './plugins.js';
import { policyBlock } from './policies.js';

/** What makes the generated parts of the documentation out of the built packages. */
export async function partsOfTheProject(): Promise<MakePart> {
  const plugins = await projectPlugins();
  const sections = sectionsOf(plugins.map(({ plugin }) => plugin));
  return async (kind, subject) => {
    switch (kind) {
      case 'config':
        return configTable(subject, sections);
      case 'policy':
        return policyBlock(subject);
      default:
        throw new Error(`has a part "${kind}", which nothing makes. There are: config, policy.`);
    }
  };
}
