import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** A deployment package. @param mode of all files; default: everybody may read */
export async function zipOf(
  files: Readonly<Record<string, string | Buffer>>,
  mode = 0o100644,
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, { mode });
  zip.end();
  return buffer(zip.outputStream);
}

/** A package with one ES module, whose body is that of the handler: it knows `event` and `context`. */
export function handlerZip(body: string): Promise<Buffer> {
  return zipOf({ 'index.mjs': `export async function handler(event, context) {\n${body}\n}` });
}
