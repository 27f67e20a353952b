// Part of `npm run fix`: writes the code that pages quote from files into those pages.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/command.mjs';
import { readProjectFile } from '../workspace.js';
import { documentation } from './code-blocks.js';
import { withQuotations } from './quoted-code.js';

for (const page of documentation()) {
  const text = withQuotations(page, readProjectFile);
  if (text === page.text) continue;
  writeFileSync(path.join(root, page.path), text);
  console.log(`${page.path}: quotes what the files say now`);
}
