// Counts the words of each text in a bucket, wherever the configured storage is. Without an argument, the documentation of
// this project is put there first; with one, it counts what you name: npx tsx word-count-by-object.ts my-bucket/texts/
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FunctionExecutor, type ObjectPartition, obj, Storage } from '@lithops/core';

/** Runs in the workers, once for each object, of which it holds a line at a time. */
async function countWords(text: ObjectPartition) {
  const counts = new Map<string, number>();
  for await (const line of text.lines()) {
    for (const [word] of line.toLowerCase().matchAll(/\p{L}{5,}/gu)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const [favourite] = [...counts].sort((a, b) => b[1] - a[1]);
  return { words: [...counts.values()].reduce((sum, n) => sum + n, 0), favourite: favourite?.[0] ?? '' };
}

/** Uploads the documentation and gives the prefix that it is under. */
async function upload(storage: Storage): Promise<string> {
  const folder = fileURLToPath(new URL('../docs/', import.meta.url));
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.md')))
    await storage.uploadFile(`${folder}${file}`, storage.bucket, `word-count/${file}`);
  return `${storage.bucket}/word-count/`;
}

await using storage = new Storage();
const [, , given] = process.argv;
const texts = given ?? (await upload(storage));

await using exec = new FunctionExecutor();
const longest: { words: number; favourite: string; key: string | undefined }[] = [];
let [objects, total] = [0, 0];
for await (const { value, future } of exec.map(countWords, obj(texts)).results()) {
  objects++;
  total += value.words;
  longest.push({ ...value, key: future.object?.key });
  longest.sort((a, b) => b.words - a.words).splice(5);
}
if (given === undefined)
  await storage.deleteObjects(storage.bucket, storage.listKeys(storage.bucket, 'word-count/'));

console.log(`${total} words of more than four letters in ${objects} texts. The longest:`);
for (const { words, favourite, key } of longest)
  console.log(`${String(words).padStart(8)}  ${key} (most of all: ${favourite})`);
