// Part of `npm run fix`: writes tables and policies into the pages that show them.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { partsOfTheProject } from '../../testing/docs/src/make-parts.js';
import { root } from '../setup/command.mjs';
import { documentation } from './code-blocks.js';
import { withParts } from './parts.js';

const make = await partsOfTheProject();
for (const page of documentation()) {
  const text = await withParts(page, make);
  if (text === page.text) continue;
  writeFileSync(path.join(root, page.path), text);
  console.log(`${page.path}: says what the code says now`);
}
