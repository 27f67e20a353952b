// Serves the site for writers: a page that is saved is seen at once. The reference of the API is made once, at the start.
import { watch } from 'node:fs';
import path from 'node:path';
import { createServer } from 'vitepress';
import { root } from '../../scripts/setup/command.mjs';
import { writeApi, writeContent } from './content.js';

for (const problem of await writeApi()) console.warn(problem);
await writeContent();
const server = await createServer(path.join(root, 'website'), { host: '127.0.0.1' });
await server.listen();
server.printUrls();

for (const place of ['docs', 'packages', 'examples', 'README.md', 'CONTRIBUTING.md', 'website/home.md']) {
  watch(path.join(root, place), { recursive: true }, (_, file) => {
    if (file === null || /\.md$|^[\w-]+\.ts$/.test(file)) writeAgain();
  });
}

let timer: NodeJS.Timeout | undefined;

/** Editors touch a file several times when they save it. */
function writeAgain(): void {
  clearTimeout(timer);
  timer = setTimeout(() => writeContent().catch((error: unknown) => console.error(error)), 100);
}
