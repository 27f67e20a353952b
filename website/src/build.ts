// Builds the site into dist/ and says what is wrong with it: comments that are missing, pages without a place, dead links.
import path from 'node:path';
import { build } from 'vitepress';
import { root } from '../../scripts/setup/command.mjs';
import { writeApi, writeContent } from './content.js';
import { deadLinks } from './dead-links.js';

const folder = path.join(root, 'website');
const problems = [...(await writeApi())];
await writeContent();
await build(folder);
problems.push(...(await deadLinks(path.join(folder, 'dist'), process.env['DOCS_BASE'] ?? '/')));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
