// Serves the site for writers: a page that is saved is seen at once. The reference of the API is made once, at the start.
import path from 'node:path';
import { createServer } from 'vitepress';
import { root } from '../../scripts/setup/command.mjs';
import { publishedPackages } from '../../scripts/workspace.js';
import { writeApi, writeContent } from './content.js';

for (const problem of await writeApi()) console.warn(problem);
await writeContent();
const server = await createServer(path.join(root, 'website'), { host: '127.0.0.1' });
await server.listen();
server.printUrls();

const readmes = publishedPackages().map(({ folder }) => `${folder}/README.md`);
const places = ['docs', 'examples', 'README.md', 'CONTRIBUTING.md', 'website/home.md', ...readmes];
const watched = places.map((place) => path.join(root, place));
server.watcher.add(watched).on('all', (_, file) => {
  if (watched.some((place) => file.startsWith(place))) writeAgain();
});

let timer: NodeJS.Timeout | undefined;

/** Editors touch a file several times when they save it. */
function writeAgain(): void {
  clearTimeout(timer);
  timer = setTimeout(() => writeContent().catch((error: unknown) => console.error(error)), 100);
}
