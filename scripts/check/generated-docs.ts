import { partsOfTheProject } from '../../testing/docs/src/make-parts.js';
import { missingParts, tablesByHand } from '../../testing/docs/src/missing-parts.js';
import { projectPlugins } from '../../testing/docs/src/plugins.js';
import { documentation } from '../docs/code-blocks.js';
import { staleParts } from '../docs/parts.js';
import { misshapenReadmes } from '../docs/readme-shape.js';
import { publishedPackages } from '../workspace.js';
import type { Check } from './check.js';

/** Tables of configuration keys and policies say what the built packages declare, and none is typed by hand or left out; READMEs have one shape. */
export const generatedDocs: Check = {
  name: 'generated docs',
  async run() {
    const pages = documentation();
    return [
      ...(await staleParts(pages, await partsOfTheProject())),
      ...tablesByHand(pages),
      ...missingParts(pages, await projectPlugins()),
      ...misshapenReadmes(publishedPackages(), pages),
    ];
  },
};
